/** What all parts of the network page have at hand: what there is to show, and how it is written. */
import { html } from "hono/html";
import { UNKNOWN } from "../../models/appearance.ts";
import { writeFigure, writeNumber } from "../../models/engine/numbers.ts";
import type { OpenedLink } from "../services/open-link.ts";
import type { NetworkView } from "../services/read-network.ts";
import type { Markup } from "./markup.ts";
import { type NetworkWords, networkWords } from "./network-words.ts";
import { rampClass } from "./partner-style.ts";

export class NetworkShown {
  readonly opened: OpenedLink;
  readonly view: NetworkView;
  readonly words: NetworkWords;
  readonly language: string;

  constructor(opened: OpenedLink, view: NetworkView) {
    this.opened = opened;
    this.view = view;
    this.language = opened.compiled.plain.language;
    this.words = networkWords(this.language);
  }

  count(value: number): string {
    return writeNumber(value, 0, this.language);
  }

  percent(share: number | null): string {
    return share === null ? UNKNOWN : this.view.compiled.plain.words.percent(this.count(share * 100));
  }

  /** In the model's scale and decimals. */
  score(value: number): string {
    return writeFigure(value, this.view.compiled.plain.scale.decimals, this.language);
  }

  /** A level's name on its colour. @param id null for none. */
  level(id: string | null): Markup {
    const { levels } = this.view.compiled.plain;
    const level = levels.find((candidate) => candidate.id === id);
    if (level === undefined) return html`<span class="tag">${id ?? this.words.noLevel}</span>`;
    return html`<span class="tag ${rampClass(level.rank, levels.length)}">${level.name}</span>`;
  }

  /** Names by rank, and at the end the word for none. */
  levelNames(): string[] {
    return [...this.view.compiled.plain.levels.map(({ name }) => name), this.words.noLevel];
  }
}

/** How many are not listed. */
export function moreOf(shown: NetworkShown, listed: number, all: number): Markup | "" {
  const more = all - listed;
  return more > 0 ? html`<p class="quiet">${shown.words.more(more, shown.count(more))}</p>` : "";
}
