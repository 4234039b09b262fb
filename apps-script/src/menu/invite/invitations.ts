/** The Invitations tab, read once: which row stands for which link. */
import { readCell } from "../../cells.ts";
import { invitationsTab } from "../../layout/invitations-tab.ts";
import { type ColumnKey, type InvitationState, type Page, pageWords } from "../../layout/keys.ts";
import type { MenuPlatform } from "../../platform.ts";
import { CellWriter } from "../cell-writer.ts";
import { formatRows, openTab } from "../open-tab.ts";
import type { ServiceLine } from "../service-line.ts";
import { partnerId } from "../stored.ts";
import { pageOf } from "./mail-texts.ts";

/** A link as the service lists it: without its token, which was shown once. */
export interface ListedLink {
  id: string;
  kind: Page | "csv";
  partner: string | null;
  model: string;
  period: string | null;
  createdAt: string;
  expiresAt: string;
  openedAt: string | null;
  closedAt: string | null;
  revokedAt: string | null;
  submittedAt: string | null;
  state: "sent" | "opened" | "half done" | "done";
  answered: number;
  /** 0 until the first answer. */
  asked: number;
}

export interface Invitation {
  /** In the sheet, from 1. */
  row: number;
  partner: string;
  page: Page | null;
  period: string;
  link: string;
  language: string;
  subject: string;
  mail: string;
  /** Blank where a person wrote the row. */
  linkId: string;
  modelId: string;
}

/** What a row is about: one of each. A scorecard has a blank period. */
export type Subject = Pick<Invitation, "partner" | "period" | "modelId"> & { page: Page };

/** Pixels, Google's own. */
const ROW_HEIGHT = 21;

export class InvitationSheet {
  readonly invitations: readonly Invitation[];
  readonly writer: CellWriter;
  readonly #opened: ReturnType<typeof openTab>;
  readonly #rows = new Map<string, number>();
  #last: number;

  constructor(platform: MenuPlatform) {
    this.#opened = openTab(invitationsTab(), platform);
    const { sheet, columns, values } = this.#opened;
    this.#last = Math.max(1, sheet.getLastRow());
    this.writer = new CellWriter(sheet, columns);
    this.invitations = values.slice(1).flatMap((cells, place): Invitation[] => {
      const text = (key: ColumnKey): string => String(readCell(cells[(columns.get(key) ?? 0) - 1]) ?? "").trim();
      const partner = partnerId(text("partner"));
      if (partner === "") return [];
      return [
        {
          row: place + 2,
          partner,
          page: pageOf(text("page")),
          period: text("period"),
          link: text("link"),
          language: text("language"),
          subject: text("subject"),
          mail: text("mail"),
          linkId: text("linkId"),
          modelId: text("modelId"),
        },
      ];
    });
    for (const { row, page, ...own } of this.invitations) {
      if (page !== null && !this.#rows.has(keyOf({ ...own, page }))) this.#rows.set(keyOf({ ...own, page }), row);
    }
  }

  /** The row of a subject, a new one below everything where it has none. */
  rowOf(subject: Subject): number {
    const key = keyOf(subject);
    const known = this.#rows.get(key);
    if (known !== undefined) return known;
    this.#rows.set(key, ++this.#last);
    return this.#last;
  }

  /** Room and formats for rows that `rowOf` has added since the tab was read, or was last made ready. */
  makeReady(): void {
    const first = this.#opened.sheet.getLastRow() + 1;
    const count = this.#last - first + 1;
    if (count <= 0) return;
    formatRows(this.#opened, invitationsTab(), first, count);
    // Rows would grow to the height of a whole mail.
    this.#opened.sheet.setRowHeightsForced(first, count, ROW_HEIGHT);
  }
}

const keyOf = ({ modelId, partner, page, period }: Subject): string =>
  JSON.stringify([modelId, partner, pageWords[page], period.toUpperCase()]);

/** Done stays done: what was submitted counts, whatever becomes of the link. @param now ISO 8601. */
export function stateOf(link: ListedLink, now: string): InvitationState {
  if (link.state === "done") return "done";
  if (link.revokedAt !== null) return "revoked";
  if (link.expiresAt <= now) return "expired";
  return link.closedAt === null ? link.state : "closed";
}

const MOST_LINKS = 1_000;

export const listedLinks = (line: ServiceLine, filter: Record<string, string> = {}): ListedLink[] =>
  line.list("/v1/links", filter, "links", MOST_LINKS);
