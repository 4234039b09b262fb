/** Pages of the sidebar and of dialogs. */
import { asGoogle, GoogleFailure } from "./as-google.ts";

type GoogleOutput = GoogleAppsScript.HTML.HtmlOutput;

type Offered =
  | "getContent"
  | "setContent"
  | "append"
  | "setTitle"
  | "getTitle"
  | "setWidth"
  | "getWidth"
  | "setHeight"
  | "getHeight"
  | "setSandboxMode"
  | "addMetaTag";

export class HtmlOutput implements Pick<GoogleOutput, Offered> {
  #content: string;
  #title = "";
  #width = 300;
  #height = 400;

  constructor(content: string) {
    this.#content = content;
  }

  getContent = () => this.#content;
  getTitle = () => this.#title;
  getWidth = () => this.#width;
  getHeight = () => this.#height;

  setContent(content: string): GoogleOutput {
    this.#content = content;
    return asGoogle(this);
  }

  append(content: string): GoogleOutput {
    return this.setContent(this.#content + content);
  }

  setTitle(title: string): GoogleOutput {
    this.#title = title;
    return asGoogle(this);
  }

  /** Of a dialog; Google's sidebars are always 300 pixels wide. */
  setWidth(width: number | null): GoogleOutput {
    this.#width = width ?? 300;
    return asGoogle(this);
  }

  setHeight(height: number | null): GoogleOutput {
    this.#height = height ?? 400;
    return asGoogle(this);
  }

  /** Google ignores it, too: there is one mode left. */
  setSandboxMode(): GoogleOutput {
    return asGoogle(this);
  }

  addMetaTag(): GoogleOutput {
    return asGoogle(this);
  }
}

type Offering = Pick<GoogleAppsScript.HTML.HtmlService, "createHtmlOutput" | "createHtmlOutputFromFile">;

export class HtmlService implements Offering {
  readonly SandboxMode = { IFRAME: "IFRAME" };
  readonly #files: Readonly<Record<string, string>>;

  /** @param files pages of the project by name, without `.html`. */
  constructor(files: Readonly<Record<string, string>>) {
    this.#files = files;
  }

  createHtmlOutput(html: unknown = ""): GoogleOutput {
    return asGoogle(new HtmlOutput(String(html)));
  }

  createHtmlOutputFromFile(name: string): GoogleOutput {
    const content = this.#files[name.replace(/\.html$/, "")];
    if (content === undefined) throw new GoogleFailure(`No HTML file named ${name} was found.`);
    return this.createHtmlOutput(content);
  }
}
