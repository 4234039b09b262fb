/** Sentences about a network in the languages the shipped models speak. */
import { expect, test } from "vitest";
import { describeRisk, slipRisks } from "../../../models/engine/network/at-risk.ts";
import { networkWordsOf } from "../../../models/engine/network/words.ts";
import { criterion, levelsOf, modelOf, yesno } from "../../support/small-model.ts";
import { memberOf } from "./members.ts";

const fields = { name: "Personal", weight: 0 };
const points: [number, number][] = [
  [0, 0],
  [8, 1],
];
const criteria = [criterion("staff", { kind: "number", points }, fields), yesno("sponsor", { name: "Sponsor" })];
const levels = levelsOf([
  { of: "criterion", id: "staff", min: 6 },
  { of: "criterion", id: "sponsor", is: ["yes"] },
]);

test.each([
  [
    "de",
    "Fällt auf Level 0 mit 5 statt 6 bei Personal: Personal 5 von 6",
    "Fällt auf Level 0 mit „Nein“ statt „Ja“ bei Sponsor",
  ],
  [
    "fr",
    "Descend au niveau Level 0 avec 5 au lieu de 6 pour personal\u00a0: personal\u00a0: 5 sur 6",
    "Descend au niveau Level 0 avec «\u00a0Non\u00a0» au lieu de «\u00a0Oui\u00a0» pour sponsor",
  ],
  [
    "es-MX",
    "Baja a Level 0 con 5 en lugar de 6 en personal: personal: 5 de 6",
    "Baja a Level 0 con «No» en lugar de «Sí» en sponsor",
  ],
  [
    "en",
    "Falls to Level 0 with personal at 5 instead of 6: personal 5 of 6",
    "Falls to Level 0 with sponsor at “No” instead of “Yes”",
  ],
])("a risk speaks %s", (language, slip, refusal) => {
  const member = memberOf(modelOf({ language, criteria, levels }), { staff: 6, sponsor: "yes" });
  expect(slipRisks(member).map((risk) => describeRisk(member, risk).sentence)).toEqual([slip, refusal]);
});

test("every sentence exists in every language, in words of its own", () => {
  const sentences = ["en", "de", "fr", "es"].map((language) => {
    const words = networkWordsOf(language);
    return [
      words.falls(null),
      words.falls("Gold"),
      words.slipped("a", "1", "2"),
      words.lost("a", "b"),
      words.outdated("a", "2026-10-01"),
      words.outdatedAll("2026-10-01"),
      words.released("because"),
      words.straightLine(9, 10),
      words.withoutFoundation("a", "b", "Gold", 0),
      words.withoutFoundation("a", "b", "Gold", 2),
      words.spendWithoutActivity("a", "90%", ["b", "c"]),
    ];
  });
  for (let place = 0; place < (sentences[0]?.length ?? 0); place++) {
    expect(new Set(sentences.map((all) => all[place])).size).toBe(4);
  }
  expect(networkWordsOf("ja")).toBe(networkWordsOf("en"));
});
