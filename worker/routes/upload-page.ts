/** The page `/upload`; with script it sends its portions to `/v1/uploads`, without it posts one small file here. */
import { type ErrorEntry, InvalidRequest, LevelsheetError } from "../errors.ts";
import { authorize, limitForm } from "../http/authorize.ts";
import { readLimited } from "../http/body.ts";
import type { App } from "../http/environment.ts";
import { PROBLEMS, TransportError } from "../http/problem.ts";
import { FORM_ROWS, type UploadForm, uploadedPage, uploadPage } from "../pages/upload.ts";
import { catalogEntries } from "../services/catalog.ts";
import { uploadPortfolio } from "../services/upload-portfolio.ts";
import { readEnvelope } from "./contract.ts";
import { uploadEnvelope } from "./uploads.ts";

const FIELDS = ["model", "period", "source", "faulty"] as const;

export function uploadPageRoutes(app: App): void {
  app.get("/upload", async (context) => {
    const now = new Date().toISOString();
    const quarter = Math.ceil(Number(now.slice(5, 7)) / 3);
    const form = { ...BLANK, period: `${now.slice(0, 4)}-Q${quarter}` };
    const page = await uploadPage(form, await shippedModels());
    return context.html(page.html, 200, page.headers);
  });

  app.post("/upload", async (context) => {
    let form: UploadForm = BLANK;
    try {
      await limitForm(context, "upload", context.req.header("cf-connecting-ip") ?? "unknown");
      const posted = await readPosted(context.req.raw);
      const text = (name: string): string => {
        const value = posted.get(name);
        return typeof value === "string" ? value.trim().toWellFormed().slice(0, 200) : "";
      };
      const [model = "", period = "", source = "", faulty = ""] = FIELDS.map(text);
      form = { model, period, source: source || "import", faulty: faulty || "skip", errors: [] };
      // The key comes as a field, which no other site's form can know.
      const caller = await authorize(context, "write", { authorization: `Bearer ${text("key")}` });
      const { errors: _, ...sent } = form;
      const request = readEnvelope(uploadEnvelope, { ...sent, check: text("check") || "true" });
      const { check, column, decimal, ...rest } = request;
      const file = posted.get("file");
      const bytes =
        file instanceof File ? new Uint8Array(await file.arrayBuffer()) : new TextEncoder().encode(text("file"));
      if (bytes.length === 0) throw new InvalidRequest([{ location: "file", message: "Choose a file." }]);
      const upload = await uploadPortfolio(
        caller,
        bytes,
        { ...rest, decimal, check: check === "true", mapped: column },
        FORM_ROWS,
      );
      const page = await uploadedPage(upload, form, await shippedModels());
      return context.html(page.html, 200, page.headers);
    } catch (error) {
      if (!(error instanceof LevelsheetError) && !(error instanceof TransportError)) throw error;
      const errors = error instanceof LevelsheetError ? error.errors : [];
      const said: readonly ErrorEntry[] = errors.length > 0 ? errors : [{ location: "upload", message: error.message }];
      const page = await uploadPage({ ...form, errors: said }, await shippedModels());
      const { status, headers = {} } = PROBLEMS[error.code];
      return context.html(page.html, status, { ...headers, ...page.headers });
    }
  });
}

const BLANK: UploadForm = { model: "partner-maturity", period: "", source: "import", faulty: "skip", errors: [] };

async function shippedModels(): Promise<(readonly [string, string])[]> {
  return (await catalogEntries()).map(({ model }) => [model.id, model.name] as const);
}

/** @throws TransportError for anything but a form with a file, TooLarge over 2 MB. */
async function readPosted(request: Request): Promise<FormData> {
  const type = request.headers.get("content-type") ?? "";
  const bytes = await readLimited(request);
  const refused = new TransportError("unsupported-media-type", "Send the form as “multipart/form-data”.", {
    accept: "multipart/form-data",
  });
  if (!/^multipart\/form-data\s*;/i.test(type.trim())) throw refused;
  try {
    return await new Response(bytes, { headers: { "content-type": type } }).formData();
  } catch {
    throw refused;
  }
}
