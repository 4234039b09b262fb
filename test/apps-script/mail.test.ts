/** Mails to partners: what they say, and what hostile names and texts cannot do. */
import fc from "fast-check";
import { describe, expect, test } from "vitest";
import { type Page, pageWords } from "../../apps-script/src/layout/keys.ts";
import { chooseFromMenu } from "../../apps-script/src/menu/choose.ts";
import { readLanguage } from "../../apps-script/src/menu/invite/languages.ts";
import { usualTexts } from "../../apps-script/src/menu/invite/mail-texts.ts";
import { dateIn, mailLanguages, placeholders } from "../../apps-script/src/menu/invite/mail-words.ts";
import { fillIn, type MailFacts, mailLink, oneLine } from "../../apps-script/src/menu/invite/write-mail.ts";
import { connectedWorkbook } from "../support/sheet-connected.ts";
import { modelOf, percent } from "../support/small-model.ts";

const facts: MailFacts = {
  page: "self-assessment",
  language: "en",
  partner: "Acme",
  vendor: "Northwind",
  model: "Partner Maturity Model",
  period: "2026-Q4",
  questions: 36,
  link: `https://levelsheet.example.workers.dev/a/${"A".repeat(22)}`,
  until: "2027-02-20",
};
const write = (text: string, more: Partial<MailFacts> = {}): string =>
  fillIn({ text, place: "Mail texts!D2" }, { ...facts, ...more });
/** What the reader's mail program is handed. */
const opened = (formula: string): URL => new URL(/^=HYPERLINK\("([^"]*)","Open mail"\)$/.exec(formula)?.[1] ?? "");

describe("the texts that ship", () => {
  const all = usualTexts.map(({ page, language, subject, mail }) => ({ page, language, subject, mail }));

  test.each(all)(
    "of a $page in $language are complete, and short enough to open",
    ({ page, language, subject, mail }) => {
      const own = { page: (page === pageWords.scorecard ? "scorecard" : "self-assessment") as Page, language };
      const used = (text: string) => [...text.matchAll(/\{(\w+)\}/g)].map(([, name = ""]) => name);
      const expected = Object.keys(placeholders).filter(
        (name) => own.page !== "scorecard" || !["period", "questions", "minutes"].includes(name),
      );
      expect([...new Set(used(subject + mail))].sort()).toEqual(expected.sort());
      const names = { partner: "Müller & Söhne Vertriebsgesellschaft", vendor: "Northwind Componentes Électriques" };
      const [filledSubject, filled] = [write(subject, { ...own, ...names }), write(mail, { ...own, ...names })];
      expect(filled).toContain(`\n\n${facts.link}\n\n`);
      const url = opened(mailLink("ines@acme.example", filledSubject, filled));
      expect(url.pathname).toBe("ines@acme.example");
      expect(url.searchParams.get("subject")).toBe(filledSubject);
      expect(url.searchParams.get("body")).toBe(filled.replaceAll("\n", "\r\n"));
    },
  );

  test("say who asks, how long it takes, until when, what is stored and who sees it", () => {
    const [first] = all;
    const text = write(first?.mail ?? "");
    expect(text).toContain("Northwind asks Acme to assess itself for 2026-Q4: Partner Maturity Model.");
    expect(text).toContain("There are 36 questions, which take about 30 minutes.");
    expect(text).toContain("until 20 February 2027");
    expect(text).toContain("What is stored: your answers, comments and evidence. Who sees it: Northwind, and everyone");
  });

  test.each([
    ["en", "20 February 2027"],
    ["de-AT", "20.2.2027"],
    ["fr", "20/02/2027"],
    ["es", "20/2/2027"],
    ["nl", "2027-02-20"],
  ])("write a day as %s does", (language, words) => {
    expect(dateIn(language, "2027-02-20")).toBe(words);
  });

  test("exist in every language for every page", () => {
    expect(all).toHaveLength(mailLanguages.length * Object.keys(pageWords).length);
  });
});

describe("placeholders", () => {
  test("that are not known are named with those that are", () => {
    expect(write("Dear {nmae}, {Partner}")).toBe(
      "▲ Mail texts!D2: {nmae} is not known here. Use {partner}, {vendor}, {model}, {period}, {questions}, {minutes}, {link}, {until}.",
    );
    expect(write("{period}", { page: "scorecard" })).toMatch(/^▲ Mail texts!D2: \{period\} is not known here\./);
    expect(write(`{${"x".repeat(100_000)}}`).length).toBeLessThan(300);
  });

  test("are filled in once: a name with braces stays a name", () => {
    expect(write("{partner} {link}", { partner: "{link}{vendor}{oops}" })).toBe(`{link}{vendor}{oops} ${facts.link}`);
    expect(write("$& {partner}", { partner: "$1 $& $$" })).toBe("$& $1 $& $$");
  });

  test("are not words such as constructor", () => {
    expect(write("{constructor}{__proto__}")).toMatch(/^▲ .*\{constructor\}, \{__proto__\} is not known/);
  });

  test("make no text that is longer than a cell holds", () => {
    expect(write("x".repeat(50_001))).toMatch(/^▲ Mail texts!D2: the text is longer than the 50,000 characters/);
    expect(write("x".repeat(50_000))).toHaveLength(50_000);
  });
});

describe("hostile names", () => {
  test.each([
    ["breaks its line", "Acme\r\nBcc: all@example.com", "Acme Bcc: all@example.com"],
    ["turns what follows around", "Acme\u202e moc.live\u2066\u200f", "Acme moc.live"],
    ["has half a character", "Acme \ud83d", "Acme \ufffd"],
    ["has a whole one", "Acme 🙂", "Acme 🙂"],
    ["is a script", '<script>alert("x")</script>', '<script>alert("x")</script>'],
    ["is 100 kB long", "A".repeat(100_000), `${"A".repeat(200)}…`],
  ])("one that %s is one line in the mail", (_name, partner, shown) => {
    expect(oneLine(partner)).toBe(shown);
    expect(write("{partner}: {period}", { partner })).toBe(`${shown}: 2026-Q4`);
  });

  test("never end the formula that opens the mail, nor add to its addresses", () => {
    fc.assert(
      fc.property(
        fc.string({ unit: "binary" }),
        fc.string({ unit: "binary" }),
        fc.string(),
        (subject, text, address) => {
          const cell = mailLink(address, subject, text);
          if (cell.startsWith("▲")) return;
          expect(cell).toMatch(
            /^=HYPERLINK\("mailto:[A-Za-z0-9@%._~!*'()-]*\?subject=[^"&=?]*&body=[^"&=?]*","Open mail"\)$/,
          );
          const { pathname, searchParams } = opened(cell);
          expect([...searchParams.keys()]).toEqual(["subject", "body"]);
          expect(decodeURIComponent(pathname)).toBe(pathname === "" ? "" : address);
        },
      ),
    );
    for (const address of [
      "a@b.example?cc=c@d.example",
      "a@b,c@d",
      '"a"@b',
      "a b@c",
      "a@b&bcc=x",
      `${"a".repeat(260)}@b`,
    ]) {
      expect(opened(mailLink(address, "s", "t")).pathname, address).toBe("");
    }
  });

  test("are cut off by no mail program: what is too long says so", () => {
    expect(mailLink("", "s", "ü".repeat(700))).toBe("▲ Too long to open: copy the subject and the text.");
  });

  test("stand in the sheet as text, each in its own row", () => {
    const names = [
      '=HYPERLINK("https://evil.example","x")',
      "+1",
      "-2",
      "@SUM(A1)",
      "'quoted",
      "<b>Bold</b>",
      "\u202eemcA",
    ];
    const model = modelOf({ criteria: [percent("staff")] });
    const { service, google, platform, tab, said } = connectedWorkbook(model, [
      ...names.map((partner) => ({ partner, answers: {} })),
      { partner: "A".repeat(100_000), answers: {} },
    ]);
    service("PUT", "/v1/models/small", model);
    google.typed.push("all", "", "");
    chooseFromMenu("invitePartners", platform);
    expect(said()).toMatch(/^7 links were made\. 1 partner was left out: A{60}…: a partner's name has at most 200/);
    const sheet = tab("Invitations");
    expect(
      sheet
        .grid()
        .slice(1)
        .map(([partner]) => partner),
    ).toEqual(names);
    const formulas = sheet.formulas.flat().filter((formula) => formula !== undefined && formula !== "");
    expect(formulas).toHaveLength(7);
    for (const formula of formulas) expect(formula).toMatch(/^=HYPERLINK\("mailto:/);
  });
});

describe("the Mail texts tab", () => {
  const model = modelOf({ criteria: [percent("staff")] });

  function invited() {
    const workbook = connectedWorkbook(model, [{ partner: "Acme", answers: {} }]);
    workbook.service("PUT", "/v1/models/small", model);
    const { google, platform, tab } = workbook;
    google.typed.push("all", "", "");
    chooseFromMenu("invitePartners", platform);
    const column = (header: string) => tab("Invitations").grid()[0]?.indexOf(header) ?? -1;
    return {
      ...workbook,
      texts: tab("Mail texts"),
      update: () => chooseFromMenu("updateInvitations", platform),
      cell: (header: string) => tab("Invitations").getRange(2, column(header) + 1),
    };
  }

  test("is made with the first invitation, and leaves a text alone that somebody changed for one partner", () => {
    const { texts, update, cell } = invited();
    expect(texts.grid()).toHaveLength(9);
    cell("Mail text").setValue("Dear Ines,\n\nplease.");
    texts.getRange(2, 3).setValue("{vendor}: please answer");
    update();
    expect(cell("Mail text").getValue()).toBe("Dear Ines,\n\nplease.");
    expect(opened(cell("Mail").getFormula()).searchParams.get("body")).toBe("Dear Ines,\r\n\r\nplease.");
    cell("Mail subject").setValue("");
    update();
    expect(cell("Mail subject").getValue()).toBe("Acme channel: please answer");
  });

  test("says what is wrong in its own cell and in the partner's, until it is mended", () => {
    const { texts, update, cell } = invited();
    texts.getRange(2, 4).setValue("Hello {name}, {link}");
    texts.getRange(2, 4).setNote("Ines wrote this.");
    cell("Mail text").setValue("");
    update();
    expect(cell("Mail text").getValue()).toMatch(/^▲ Mail texts!D2: \{name\} is not known here\. Use \{partner\}/);
    expect(cell("Mail").getFormula()).toBe("");
    expect(texts.getDataRange().getNotes()[1]?.[3]).toMatch(
      /^Ines wrote this\.\n\n▲ Levelsheet: \{name\} is not known here\./,
    );
    texts.getRange(2, 4).setValue("Hello {partner}, {link}");
    update();
    expect(cell("Mail text").getValue()).toMatch(/^Hello Acme, https:/);
    expect(texts.getDataRange().getNotes()[1]?.[3]).toBe("Ines wrote this.");
    expect(cell("Mail").getFormula()).toContain("mailto:");
  });

  test("takes a language of one's own, and falls back where a row is gone", () => {
    const { texts, google, platform, tab, cell } = invited();
    texts.getRange(10, 1, 1, 4).setValues([["Self-assessment", "nl", "{vendor} vraagt {partner}", "Hallo, {link}"]]);
    tab("Answers")
      .getRange(2, 10, 2, 1)
      .setValues([["Language"], ["nl-BE"]]);
    const again = () => {
      google.typed.push("all", "", "");
      google.confirmed.push(true);
      chooseFromMenu("invitePartners", platform);
    };
    again();
    expect(cell("Mail subject").getValue()).toBe("Acme channel vraagt Acme");
    texts.getRange(10, 4).setValue("");
    again();
    expect(cell("Mail text").getValue()).toMatch(/^Hello,/);
  });
});

test.each([
  ["de", "de"],
  [" Deutsch ", "de"],
  ["pt_BR", "pt-BR"],
  ["Español", "es"],
  ["<b>", null],
  ["german and french", null],
])("the language %j is %j", (text, code) => {
  expect(readLanguage(text)).toBe(code);
});
