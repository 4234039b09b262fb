/** Google's sign-in for installed programs: consent, codes with PKCE, tokens that expire, refresh and withdrawal. */
import { createHash, randomBytes } from "node:crypto";

export const CLIENT = { id: "123-abc.apps.googleusercontent.com", secret: "GOCSPX-example" };

interface Code {
  redirect: string;
  challenge: string;
  scope: string;
}

export interface Said {
  status: number;
  body: object | string;
  headers?: Record<string, string>;
}

export class Accounts {
  readonly #codes = new Map<string, Code>();
  /** Refresh tokens by their scope. */
  readonly refresh = new Map<string, string>();
  /** Access tokens by their scope. */
  readonly access = new Map<string, string>();
  /** What the person at the browser does. */
  consent: "allow" | "deny" | "allow without scripts" | "send another state" = "allow";
  /** Seconds that a token lives. */
  life = 3_599;
  /** Grants that were asked for. */
  readonly grants: string[] = [];

  /** The page that asks for consent; the browser goes where it leads. */
  askConsent(query: URLSearchParams): Said {
    const redirect = query.get("redirect_uri") ?? "";
    const faults = [
      query.get("client_id") !== CLIENT.id && "invalid_client",
      query.get("response_type") !== "code" && "response_type",
      !/^http:\/\/127\.0\.0\.1:\d+$/.test(redirect) && "redirect_uri_mismatch",
      query.get("code_challenge_method") !== "S256" && "code_challenge_method",
      !/^[\w-]{43}$/.test(query.get("code_challenge") ?? "") && "code_challenge",
      (query.get("state") ?? "").length < 20 && "state",
      query.get("access_type") !== "offline" && "access_type",
    ].filter((fault) => fault !== false);
    if (faults.length > 0) return { status: 400, body: `Error 400: ${faults.join()}` };
    const answer = new URLSearchParams();
    answer.set("state", this.consent === "send another state" ? "another" : (query.get("state") ?? ""));
    if (this.consent === "deny") answer.set("error", "access_denied");
    else {
      const wanted = (query.get("scope") ?? "").split(" ");
      const scope = this.consent === "allow without scripts" ? wanted.filter((own) => !own.includes("script")) : wanted;
      const code = randomBytes(16).toString("hex");
      this.#codes.set(code, {
        redirect,
        challenge: query.get("code_challenge") ?? "",
        scope: scope.join(" "),
      });
      answer.set("code", code);
    }
    return { status: 302, body: "", headers: { location: `${redirect}/?${answer}` } };
  }

  token(form: URLSearchParams): Said {
    const grant = form.get("grant_type") ?? "";
    this.grants.push(grant);
    if (form.get("client_id") !== CLIENT.id || form.get("client_secret") !== CLIENT.secret) {
      return { status: 401, body: { error: "invalid_client", error_description: "The OAuth client was not found." } };
    }
    if (grant === "refresh_token") {
      const scope = this.refresh.get(form.get("refresh_token") ?? "");
      return scope === undefined ? expired : { status: 200, body: this.#given(scope) };
    }
    if (grant !== "authorization_code") return { status: 400, body: { error: "unsupported_grant_type" } };
    const code = this.#codes.get(form.get("code") ?? "");
    // A code is good once.
    this.#codes.delete(form.get("code") ?? "");
    const challenge = createHash("sha256")
      .update(form.get("code_verifier") ?? "")
      .digest("base64url");
    if (code === undefined || code.redirect !== form.get("redirect_uri") || code.challenge !== challenge)
      return expired;
    const refresh = `1//${randomBytes(16).toString("hex")}`;
    this.refresh.set(refresh, code.scope);
    return { status: 200, body: { ...this.#given(code.scope), refresh_token: refresh } };
  }

  revoke(form: URLSearchParams): Said {
    const known = this.refresh.delete(form.get("token") ?? "");
    return known ? { status: 200, body: {} } : { status: 400, body: { error: "invalid_token" } };
  }

  #given(scope: string) {
    const token = `ya29.${randomBytes(16).toString("hex")}`;
    this.access.set(token, scope);
    return { access_token: token, expires_in: this.life, token_type: "Bearer", scope };
  }
}

const expired: Said = {
  status: 400,
  body: { error: "invalid_grant", error_description: "Token has been expired or revoked." },
};
