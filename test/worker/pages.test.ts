import { exports } from "cloudflare:workers";
import { describe, expect, it } from "vitest";
import { catalog } from "../../models/catalog/index.ts";
import { requirementSentences } from "../../models/engine/sentences.ts";

const page = async (path: string) => {
  const response = await exports.default.fetch(`https://levelsheet.test${path}`);
  return { response, text: await response.text() };
};

const escaped = (text: string) =>
  text.replaceAll("&", "&amp;").replaceAll("<", "&lt;").replaceAll('"', "&quot;").replaceAll("'", "&#39;");

describe("GET /models", () => {
  it("leads to the page of every shipped model", async () => {
    const { response, text } = await page("/models");
    expect(response.headers.get("content-type")).toContain("text/html");
    for (const model of catalog) expect(text).toContain(`href="/models/${model.id}"`);
  });
});

describe("GET /models/{id}", () => {
  for (const model of catalog) {
    it(`says what the levels of ${model.id} take and bring, and asks every question`, async () => {
      const { response, text } = await page(`/models/${model.id}`);
      expect(response.status).toBe(200);
      for (const level of model.levels) {
        for (const sentence of requirementSentences(model, level.requires ?? []))
          expect(text).toContain(escaped(sentence));
        for (const item of level.programme ?? []) expect(text).toContain(escaped(item));
      }
      for (const criterion of model.criteria) expect(text).toContain(escaped(criterion.question));
    });
  }

  it("speaks the language asked for, and says so", async () => {
    const { text } = await page("/models/partner-maturity?language=de");
    expect(text).toContain('<html lang="de">');
    expect(text).toContain("Was nötig ist");
    expect(text).toContain(escaped(catalog[0]?.translations?.de?.["criteria.techCert.question"] ?? "missing"));
  });

  it("falls back to the model's own language", async () => {
    expect((await page("/models/partner-maturity?language=tlh")).text).toContain('<html lang="en">');
  });

  it("runs no script and loads nothing", async () => {
    const { response, text } = await page("/models/prm-performance");
    expect(response.headers.get("content-security-policy")).toContain("default-src 'none'");
    expect(text).not.toMatch(/<script|src="http|@import/);
  });

  it("answers 404 with the names that were perhaps meant", async () => {
    const { response, text } = await page("/models/partner-maturty");
    expect(response.status).toBe(404);
    expect(text).toContain("partner-maturity");
  });
});
