/** What the service has stored of the partners, read page by page. */
import type { AnswerValue, LevelResult } from "../../../models/contract.ts";
import { queryOf } from "../service.ts";
import type { ServiceLine } from "./service-line.ts";

export interface StoredAssessment {
  partner: string;
  period: string;
  source: string;
  revision: string;
  answers: Record<string, AnswerValue | { value: AnswerValue; note?: string; evidence?: string }>;
  savedAt: string;
  /** Null where the revision is no longer known. */
  result: LevelResult | null;
  /** In scale units; where they were asked for. */
  dimensions?: { id: string; score: number | null }[] | null;
}

export interface StoredPartner {
  id: string;
  segment: string | null;
  region: string | null;
  type: string | null;
  owner: string | null;
}

/** Assessments in an answer: each is scored anew, and a free plan has 10 ms of processor time for that. */
const PAGE = 500;

interface Filter {
  model: string;
  period?: string;
  source?: string;
  /** ISO 8601: each partner's latest period that had begun on this day. */
  asOf?: string;
  dimensions?: "true";
  [name: string]: string;
}

/** The address of one page. */
export const assessmentsPath = (filter: Filter & { limit: string }): string => `/v1/assessments${queryOf(filter)}`;

export const storedAssessments = (line: ServiceLine, filter: Filter): StoredAssessment[] =>
  line.list("/v1/assessments", filter, "assessments", PAGE);

export const storedPartners = (line: ServiceLine): StoredPartner[] => line.list("/v1/partners", {}, "partners", 1_000);

/** Who is believed where several answer for one period, first first; as the service has it. */
const SOURCES = ["vendor", "interview", "import", "partner"];

/** One assessment per partner: that of the most trusted source. */
export function mostTrusted(assessments: readonly StoredAssessment[]): Map<string, StoredAssessment> {
  const trusted = new Map<string, StoredAssessment>();
  const rank = ({ source }: StoredAssessment): number => SOURCES.indexOf(source);
  for (const assessment of assessments) {
    const known = trusted.get(assessment.partner);
    if (known === undefined || rank(assessment) < rank(known)) trusted.set(assessment.partner, assessment);
  }
  return trusted;
}

/** The same name written in two ways of Unicode is one partner to the service. */
export const partnerId = (name: string): string => name.normalize("NFC").trim();
