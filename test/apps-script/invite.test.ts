/** Inviting partners from the sheet: links, their states, and what is kept when something fails. */
import { describe, expect, test } from "vitest";
import type { CommandId } from "../../apps-script/src/commands.ts";
import { type ColumnKey, columnHeaders } from "../../apps-script/src/layout/keys.ts";
import { chooseFromMenu } from "../../apps-script/src/menu/choose.ts";
import type { Assessment } from "../../models/contract.ts";
import { connectedWorkbook, type WorkbookOptions } from "../support/sheet-connected.ts";
import { answer, open, submit } from "../support/sheet-partner.ts";
import type { FakeSheet } from "../support/sheet-spreadsheet.ts";
import { modelOf, percent, yesno } from "../support/small-model.ts";

const model = modelOf({
  criteria: [percent("staff"), yesno("plan"), percent("revenue", { askedOf: "vendor" }), yesno("events")],
  overlays: [{ id: "small", when: { segment: ["small"] }, criteria: { events: { omit: true } } }],
  translations: { de: { name: "Kleines Modell" } },
});
const partner = (name: string, more: Partial<Assessment> = {}): Assessment => ({ partner: name, answers: {}, ...more });
const three = [partner("Acme"), partner("=Birch", { segment: "small" }), partner("Cedar")];

interface Listed {
  links: { id: string; kind: string; partner: string; period: string | null; language: string; expiresAt: string }[];
}

function invited(who: readonly Assessment[] = three, options: WorkbookOptions = {}) {
  const workbook = connectedWorkbook(model, who, options);
  workbook.service("PUT", `/v1/models/${model.id}`, model);
  const { google } = workbook;
  const choose = (id: CommandId, ...typed: (string | null)[]): string => {
    google.typed.push(...typed);
    chooseFromMenu(id, workbook.platform);
    google.typed.length = 0;
    return workbook.said();
  };
  const rows = () => byHeader(workbook.tab("Invitations"));
  return {
    ...workbook,
    choose,
    rows,
    /** Adds a column of the reader's own to the Answers tab. */
    column(header: string, values: string[]) {
      const answers = workbook.tab("Answers");
      const place = answers.getLastColumn() + 1;
      answers.getRange(2, place, values.length + 1, 1).setValues([[header], ...values.map((value) => [value])]);
    },
    links: (query = "") => workbook.service<Listed>("GET", `/v1/links?limit=1000${query}`).links,
    linkOf: (name: string) => String(rows().find((row) => row.partner === name)?.link),
  };
}

/** Rows with their cells by key, and the formulas of those that are some. */
function byHeader(tab: FakeSheet): Partial<Record<ColumnKey, unknown>>[] {
  const [header = [], ...rows] = tab.grid();
  const keys = Object.entries(columnHeaders).filter(([, words]) => header.includes(words));
  return rows.map((row, place) =>
    Object.fromEntries(
      keys.map(([key, words]) => {
        const column = header.indexOf(words);
        const formula = tab.formulas[place + 1]?.[column];
        return [key, formula === undefined || formula === "" ? row[column] : formula];
      }),
    ),
  );
}

/** As the sheet shows a day. */
const day = (cell: unknown): string => String(cell).slice(0, 10);

describe("inviting", () => {
  test("writes a link, its state and a mail beside each partner, with one request for all", () => {
    const { choose, rows, requests, links, google } = invited();
    requests();
    expect(choose("invitePartners", "all", "", "2027-01-31")).toBe(
      "3 links were made. The Invitations tab has the links and the mails. Nothing was sent: click Open mail in the column Mail, or copy the subject and the text.",
    );
    expect(requests().filter((sent) => sent === "post /v1/links")).toHaveLength(1);
    expect(google.said.map(({ message }) => message).find((message) => message.startsWith("Which period"))).toMatch(
      /Leave it blank for 2026-Q4\.$/,
    );
    const made = links();
    expect(made.map((link) => [link.partner, link.kind, link.period, link.language, link.expiresAt])).toEqual(
      ["Acme", "=Birch", "Cedar"].map((name) => [name, "self-assessment", "2026-Q4", "en", "2027-01-31T23:59:59.000Z"]),
    );
    expect(rows().map((row) => [row.partner, row.page, row.period, row.state, day(row.sentOn), row.answered])).toEqual([
      ["Acme", "Self-assessment", "2026-Q4", "Sent", "2026-11-22", "0 of 3"],
      ["=Birch", "Self-assessment", "2026-Q4", "Sent", "2026-11-22", "0 of 2"],
      ["Cedar", "Self-assessment", "2026-Q4", "Sent", "2026-11-22", "0 of 3"],
    ]);
    const [first] = rows();
    expect(first?.link).toMatch(/^https:\/\/levelsheet\.example\.workers\.dev\/a\/[\w-]{22}$/);
    expect(first?.linkId).toBe(made[0]?.id);
    expect(first?.subject).toBe("Acme channel asks Acme for a self-assessment: 2026-Q4");
    expect(first?.mail).toContain(String(first?.link));
    expect(first?.mail).toContain("There are 3 questions, which take about 5 minutes.");
    expect(first?.mail).toContain("until 31 January 2027");
  });

  test("lists the two hidden columns last, and no formula but those that open a mail", () => {
    const { choose, tab } = invited();
    choose("invitePartners", "all", "", "");
    const sheet = tab("Invitations");
    expect([...sheet.hidden]).toEqual([18, 19]);
    // A mail has many lines.
    expect(sheet.heights.slice(2)).toEqual([21, 21, 21]);
    const formulas = sheet.formulas.flat().filter((formula) => formula !== "" && formula !== undefined);
    expect(formulas).toHaveLength(3);
    for (const formula of formulas) expect(formula).toMatch(/^=HYPERLINK\("mailto:\?subject=[^"]+","Open mail"\)$/);
  });

  test("takes language and address from columns of the Answers tab, and leaves out what is no language", () => {
    const { choose, rows, column, links } = invited();
    column("Language", ["Deutsch", "klingon!", "pt-BR"]);
    column("E-mail", ["ines@acme.example", "", "not an address"]);
    expect(choose("invitePartners", "all", "2026-H2", "2027-01-31")).toBe(
      "2 links were made. 1 partner was left out: =Birch: “klingon!” is no language. Enter a code such as en, de, fr, es under Language. The Invitations tab has the links and the mails. Nothing was sent: click Open mail in the column Mail, or copy the subject and the text.",
    );
    expect(links().map(({ partner: name, language }) => [name, language])).toEqual([
      ["Acme", "de"],
      ["Cedar", "pt-BR"],
    ]);
    const [acme, cedar] = rows();
    expect(acme?.subject).toBe("Acme channel bittet Acme um eine Selbsteinschätzung: 2026-H2");
    expect(acme?.mail).toContain("Kleines Modell");
    expect(acme?.mail).toContain("bis 31.1.2027");
    expect(acme?.draft).toContain('"mailto:ines@acme.example?subject=');
    expect(cedar?.mail).toContain("Hello,");
    expect(cedar?.draft).toContain('"mailto:?subject=');
  });

  test("is about the selected rows where nothing is entered", () => {
    const { choose, rows, google, tab } = invited();
    expect(choose("invitePartners", "")).toBe("Select rows of the Answers tab, or enter “all” or names.");
    google.book.active = [tab("Answers").getRange(4, 2, 2, 1)];
    expect(choose("invitePartners", "", "", "")).toMatch(/^2 links were made\./);
    expect(google.said.at(-4)?.message).toMatch(/^Whom\? Leave it blank for the 2 selected partners: =Birch, Cedar\./);
    expect(rows().map((row) => row.partner)).toEqual(["=Birch", "Cedar"]);
    expect(choose("invitePartners", "acme; Nobody")).toBe("The Answers tab has no partner “Nobody”.");
  });

  test.each([
    ["yesterday", "2026-11-21", /^Links work until a day from today to 2028-11-21\./],
    ["a day that is none", "2026-02-30", /^“2026-02-30” is no day\./],
    ["words", "soon", /^“soon” is no day\./],
    ["ten years", "2036-01-01", /^Links work until a day from today/],
  ])("refuses %s for the end, and makes nothing", (_name, typed, words) => {
    const { choose, links } = invited();
    expect(choose("invitePartners", "all", "", typed)).toMatch(words);
    expect(links()).toEqual([]);
  });

  test("ends with the day where the spreadsheet is", () => {
    for (const [timeZone, end] of [
      ["America/Los_Angeles", "2027-02-01T07:59:59.000Z"],
      ["Pacific/Auckland", "2027-01-31T10:59:59.000Z"],
      ["Asia/Kathmandu", "2027-01-31T18:14:59.000Z"],
    ] as const) {
      const { choose, links } = invited(three, { timeZone });
      choose("invitePartners", "Acme", "", "2027-01-31");
      expect(links()[0]?.expiresAt, timeZone).toBe(end);
    }
  });
});

describe("a second run", () => {
  test("asks before it makes anybody a second link, and changes nothing without", () => {
    const { choose, rows, links, google } = invited();
    choose("invitePartners", "Acme; =Birch", "", "");
    const before = rows();
    expect(choose("invitePartners", "all", "", "")).toMatch(/^1 link was made\. 2 partners keep the link they have\./);
    expect(google.said.at(-2)?.message).toMatch(/^2 partners have a link that works: Acme, =Birch\./);
    expect(rows().slice(0, 2)).toEqual(before);
    expect(choose("invitePartners", "all", "", "")).toBe("No link was made. 3 partners keep the link they have.");
    expect(links()).toHaveLength(3);
    expect(rows()).toHaveLength(3);
  });

  test("updates the rows it finds, wherever they are, and no column of the reader's own", () => {
    const { choose, rows, tab, google, linkOf } = invited();
    choose("invitePartners", "all", "", "");
    const sheet = tab("Invitations");
    sheet.getRange(1, 22, 4, 1).setValues([["Notes"], ["called"], ["=1+1"], ["later"]]);
    sheet.getRange(2, 1, 3, 22).sort({ column: 1, ascending: false });
    const before = linkOf("Acme");
    google.confirmed.push(true);
    expect(choose("invitePartners", "Acme", "", "")).toMatch(/^1 link was made\./);
    expect(rows()).toHaveLength(3);
    expect(linkOf("Acme")).not.toBe(before);
    const notes = sheet.getRange(2, 22, 3, 1);
    expect(notes.getFormulas().flat().concat(notes.getValues().flat().map(String))).toEqual(
      expect.arrayContaining(["=1+1", "called", "later"]),
    );
    expect(sheet.grid().find((row) => row[0] === "Acme")?.[21]).toBe("called");
  });

  test("for another period writes rows of their own", () => {
    const { choose, rows } = invited();
    choose("invitePartners", "all", "2026-Q4", "");
    choose("invitePartners", "Acme", "2027-q1", "2027-01-31");
    expect(rows().map((row) => [row.partner, row.period])).toEqual([
      ["Acme", "2026-Q4"],
      ["=Birch", "2026-Q4"],
      ["Cedar", "2026-Q4"],
      ["Acme", "2027-Q1"],
    ]);
  });
});

describe("the Invitations tab", () => {
  test("gets a column back that somebody deleted, behind everything that is there", () => {
    const { choose, rows, tab } = invited();
    choose("invitePartners", "all", "", "");
    const sheet = tab("Invitations");
    const state = (sheet.grid()[0]?.indexOf("State") ?? 0) + 1;
    sheet.metadata = sheet.metadata.filter(({ column }) => column !== state);
    sheet.getRange(1, state, 4, 1).setValues([["Mine"], ["a"], ["b"], ["c"]]);
    expect(choose("updateInvitations")).toBe("3 links: 3 sent.");
    expect(sheet.grid()[0]?.at(-1)).toBe("State");
    expect(rows().map((row) => row.state)).toEqual(["Sent", "Sent", "Sent"]);
    expect(sheet.getRange(2, state, 3, 1).getValues().flat()).toEqual(["a", "b", "c"]);
  });

  test("leaves rows alone that a person wrote", () => {
    const { choose, tab } = invited();
    choose("invitePartners", "Acme", "", "");
    tab("Invitations")
      .getRange(3, 1, 1, 4)
      .setValues([["Dogwood", "by phone", "2026-Q4", "promised"]]);
    expect(choose("updateInvitations")).toBe("1 link: 1 sent.");
    expect(tab("Invitations").grid()[2]?.slice(0, 4)).toEqual(["Dogwood", "by phone", "2026-Q4", "promised"]);
    expect(choose("invitePartners", "Cedar", "", "")).toMatch(/^1 link was made\./);
    expect(
      tab("Invitations")
        .grid()
        .slice(1)
        .map(([name]) => name),
    ).toEqual(["Acme", "Dogwood", "Cedar"]);
  });
});

describe("a failure in the middle", () => {
  const many = Array.from({ length: 500 }, (_, place) => partner(`Partner ${place}`));

  test("keeps what was made, and the next run makes the others", () => {
    const { choose, rows, google, links } = invited(many);
    const { serve } = google;
    let posts = 0;
    google.serve = (sent) => {
      if (sent.method === "post" && sent.address.endsWith("/v1/links") && ++posts > 1) {
        throw new Error("Address unavailable");
      }
      return serve(sent);
    };
    expect(choose("invitePartners", "all", "", "")).toBe(
      "The service did not answer. Try again in a minute. 200 of 500 links are made. Choose Invite partners again for the others.",
    );
    expect(posts).toBe(4);
    expect(rows()).toHaveLength(200);
    google.serve = serve;
    google.book.counts.writes = 0;
    expect(choose("invitePartners", "all", "", "")).toMatch(
      /^300 links were made\. 200 partners keep the link they have\./,
    );
    expect(google.book.counts.writes).toBeLessThan(120);
    expect(rows()).toHaveLength(500);
    expect(new Set(rows().map((row) => row.link)).size).toBe(500);
    expect(links()).toHaveLength(500);
  }, 30_000);

  test("gets the same links again where only the answer was lost", () => {
    const { choose, rows, google, links } = invited();
    const { serve } = google;
    let lost = 0;
    google.serve = (sent) => {
      const reply = serve(sent);
      if (sent.method === "post" && sent.address.endsWith("/v1/links") && lost++ === 0) {
        throw new Error("Address unavailable");
      }
      return reply;
    };
    choose("invitePartners", "all", "", "");
    expect(links()).toHaveLength(3);
    expect(rows().map((row) => row.linkId)).toEqual(links().map(({ id }) => id));
    expect(open(String(rows()[0]?.link), serve)).toContain("Acme");
  });
});

describe("a link that is not in the workbook", () => {
  test("is named for what it is, and replaced where the reader says so", () => {
    const { choose, rows, google, links, service } = invited();
    service("POST", "/v1/links", { links: [{ partner: "Cedar", model: "small", period: "2026-Q4" }] });
    choose("invitePartners", "Acme", "", "");
    google.confirmed.push(true, false);
    expect(choose("invitePartners", "all", "", "")).toMatch(/^2 links were made\. 1 partner keeps the link it has\./);
    expect(google.said.slice(-3, -1).map(({ message }) => message)).toEqual([
      expect.stringMatching(/^1 partner has a link that works: Cedar\. It is not in this workbook/),
      expect.stringMatching(/^1 partner has a link that works: Acme\.\n\nChoose OK to make another one/),
    ]);
    expect(rows().map((row) => row.partner)).toEqual(["Acme", "=Birch", "Cedar"]);
    expect(links()).toHaveLength(4);
  });
});

test("a model that asks partners nothing invites nobody", () => {
  const workbook = connectedWorkbook(modelOf({ criteria: [percent("staff", { askedOf: "vendor" })] }), three);
  workbook.google.confirmed.push(true);
  chooseFromMenu("invitePartners", workbook.platform);
  expect(workbook.said()).toBe("This model asks partners nothing. Set Asked of to partner or both in the Model tab.");
});

describe("states", () => {
  test("say how far each partner has come, and follow the link wherever the row is", () => {
    const { choose, rows, google, linkOf } = invited();
    expect(choose("updateInvitations")).toBe("Nobody is invited yet. Choose Invite partners first.");
    choose("invitePartners", "all", "", "");
    const { serve } = google;
    google.time += 86_400_000;
    open(linkOf("Acme"), google.serve);
    expect(answer(linkOf("Cedar"), { "a.staff": "40" }, serve)).toBe(303);
    expect(answer(linkOf("=Birch"), { "a.staff": "40", "a.plan": "yes" }, google.serve)).toBe(303);
    expect(submit(linkOf("=Birch"), google.serve)).toBe(303);
    expect(choose("updateInvitations")).toBe("3 links: 1 opened, 1 half done, 1 done.");
    expect(rows().map((row) => [row.partner, row.state, day(row.openedOn), row.answered, day(row.doneOn)])).toEqual([
      ["Acme", "Opened", "2026-11-23", "0 of 3", ""],
      ["=Birch", "Done", "2026-11-23", "2 of 2", "2026-11-23"],
      ["Cedar", "Half done", "2026-11-23", "1 of 3", ""],
    ]);
  });

  test("say what became of a link that opens nothing", () => {
    const { choose, rows, google, service, linkOf, links, key } = invited([...three, partner("Dogwood")]);
    choose("invitePartners", "Acme; =Birch; Cedar", "", "2026-12-01");
    choose("invitePartners", "Dogwood", "", "2027-01-31");
    const [first] = links();
    answer(linkOf("=Birch"), { "a.plan": "no" }, google.serve);
    submit(linkOf("=Birch"), google.serve);
    const remove = (path: string) =>
      google.serve({
        method: "delete",
        address: `https://levelsheet.example.workers.dev${path}`,
        headers: { authorization: `Bearer ${key}` },
        payload: "",
      });
    expect(remove(`/v1/links/${first?.id}`).status).toBe(200);
    service("PUT", "/v1/partners", { partners: [{ id: "Dogwood" }] });
    expect(remove("/v1/partners/Dogwood").status).toBe(200);
    google.time = Date.UTC(2026, 11, 2);
    expect(choose("updateInvitations")).toMatch(/^4 links: 1 done, 1 expired, 1 revoked, 1 erased\. Of what is erased/);
    expect(rows().map((row) => [row.partner, row.state])).toEqual([
      ["Acme", "Revoked"],
      ["=Birch", "Done"],
      ["Cedar", "Expired"],
      ["Dogwood", "Erased"],
    ]);
    expect(rows()[3]).toMatchObject({ draft: "", answered: "0 of 3" });
  });

  test("of 2,000 links come in two pages", () => {
    const many = Array.from({ length: 2_000 }, (_, place) => partner(`Partner ${place}`));
    const { choose, requests, google } = invited(many);
    choose("invitePartners", "all", "", "");
    requests();
    google.book.counts.writes = 0;
    expect(choose("updateInvitations")).toBe("2,000 links: 2,000 sent.");
    expect(requests()).toEqual(["get /v1/links", "get /v1/links"]);
    expect(google.book.counts.writes).toBeLessThan(10);
  }, 30_000);
});

describe("closing a period", () => {
  test("ends it for one partner or for all, and opens it again", () => {
    const { choose, rows, google, linkOf } = invited();
    choose("invitePartners", "all", "", "");
    expect(choose("closePeriod", "", "cedar")).toBe("2026-Q4: 1 link is closed, for Cedar. 3 links: 2 sent, 1 closed.");
    expect(open(linkOf("Cedar"), google.serve)).not.toContain("<form");
    expect(open(linkOf("Acme"), google.serve)).toContain("<form");
    expect(choose("closePeriod", "2026-q4", "")).toMatch(/^2026-Q4: 2 links are closed, for all partners\./);
    expect(rows().map((row) => row.state)).toEqual(["Closed", "Closed", "Closed"]);
    google.confirmed.push(true);
    expect(choose("closePeriod", "", "Acme")).toMatch(/^2026-Q4: 1 link is open again, for Acme\./);
    expect(rows().map((row) => row.state)).toEqual(["Opened", "Closed", "Closed"]);
    google.confirmed.push(true);
    expect(choose("closePeriod", "2025-Q1", "")).toMatch(/^There is no link for 2025-Q1/);
  });
});

describe("sharing scorecards", () => {
  test("writes rows of their own, with a mail about the scorecard", () => {
    const { choose, rows, google, links } = invited();
    choose("invitePartners", "Acme", "", "");
    expect(choose("shareScorecards", "Acme; Cedar", "2027-01-31")).toMatch(/^2 links were made\./);
    expect(rows().map((row) => [row.partner, row.page, row.period, row.answered])).toEqual([
      ["Acme", "Self-assessment", "2026-Q4", "0 of 3"],
      ["Acme", "Scorecard", "", ""],
      ["Cedar", "Scorecard", "", ""],
    ]);
    const [, shared] = rows();
    expect(shared?.link).toContain("/s/");
    expect(shared?.subject).toBe("Acme: where you stand with Acme channel");
    open(String(shared?.link), google.serve);
    expect(choose("updateInvitations")).toBe("3 links: 2 sent, 1 opened.");
    expect(choose("shareScorecards", "all", "")).toMatch(/^1 link was made\. 2 partners keep the link they have\./);
    expect(links("&kind=scorecard")).toHaveLength(3);
  });
});
