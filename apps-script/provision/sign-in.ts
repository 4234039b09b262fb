/**
 * Signs in to Google as an installed program: the browser asks for consent and comes back to this machine (loopback,
 * with PKCE and a state). Tokens are kept for the next time and refreshed.
 */
import { randomBytes } from "node:crypto";
import { CodeChallengeMethod, type Credentials, OAuth2Client } from "google-auth-library";
import { findOAuthClient, type OAuthClient } from "./client-file.ts";
import { openLoopback } from "./loopback.ts";
import { forgetSettings, ProvisionError, readSettings, type Surroundings, writeSettings } from "./surroundings.ts";

/** Files that this program made or was given, and no others. */
const FILES = "https://www.googleapis.com/auth/drive.file";
/** Puts the add-on into the spreadsheet. */
const SCRIPTS = "https://www.googleapis.com/auth/script.projects";

export const scopesFor = (withAddOn: boolean): string[] => (withAddOn ? [FILES, SCRIPTS] : [FILES]);

export const TOKEN_FILE = "google-tokens.json";

/** Tokens, and the client that they were given to. */
interface Kept {
  client: string;
  tokens: Credentials;
}

/** @throws ProvisionError where nobody signs in. */
export async function signIn(
  clientFile: string | undefined,
  scopes: readonly string[],
  surroundings: Surroundings,
): Promise<OAuth2Client> {
  const { folder } = surroundings;
  const client = await findOAuthClient(clientFile, surroundings);
  const kept = await readSettings<Kept>(folder, TOKEN_FILE);
  if (kept !== null && kept.client === client.id && covers(kept.tokens, scopes)) {
    const known = authClient(client, surroundings);
    known.setCredentials(kept.tokens);
    if (await isStillGood(known)) {
      // An answer to a refresh leaves out what stays.
      const tokens = { ...kept.tokens, ...known.credentials };
      if (tokens.access_token !== kept.tokens.access_token) {
        await writeSettings(folder, TOKEN_FILE, { client: client.id, tokens } satisfies Kept);
      }
      return known;
    }
    surroundings.say("The sign-in to Google has expired or was withdrawn.");
  }
  return askForConsent(client, scopes, surroundings);
}

/** @returns whether there was anything to forget. */
export async function signOut(surroundings: Surroundings): Promise<boolean> {
  const { folder, google } = surroundings;
  const kept = await readSettings<Kept>(folder, TOKEN_FILE);
  if (kept === null) return false;
  const token = kept.tokens.refresh_token ?? kept.tokens.access_token;
  // Forgotten here whether Google answers or not.
  await forgetSettings(folder, TOKEN_FILE);
  if (token != null) {
    const body = new URLSearchParams({ token });
    await fetch(google.revoke, { method: "POST", body, signal: AbortSignal.timeout(10_000) }).catch(() => undefined);
  }
  return true;
}

const covers = ({ scope, refresh_token }: Credentials, scopes: readonly string[]): boolean =>
  refresh_token != null && scopes.every((wanted) => (scope ?? "").split(" ").includes(wanted));

function authClient({ id, secret }: OAuthClient, { google }: Surroundings, redirectUri?: string): OAuth2Client {
  return new OAuth2Client({
    clientId: id,
    clientSecret: secret,
    ...(redirectUri !== undefined && { redirectUri }),
    endpoints: { oauth2AuthBaseUrl: google.consent, oauth2TokenUrl: google.token, oauth2RevokeUrl: google.revoke },
  });
}

/** False where Google takes the tokens no longer. @throws ProvisionError where Google does not answer. */
async function isStillGood(auth: OAuth2Client): Promise<boolean> {
  try {
    await auth.getAccessToken();
    return true;
  } catch (error) {
    if (codeOf(error) === "invalid_grant") return false;
    throw refused("Google does not renew the sign-in", error);
  }
}

async function askForConsent(
  client: OAuthClient,
  scopes: readonly string[],
  surroundings: Surroundings,
): Promise<OAuth2Client> {
  const { folder, say, openPage, patience } = surroundings;
  const state = randomBytes(24).toString("base64url");
  const loopback = await openLoopback(state);
  try {
    const auth = authClient(client, surroundings, loopback.address);
    const { codeVerifier, codeChallenge } = await auth.generateCodeVerifierAsync();
    const page = auth.generateAuthUrl({
      access_type: "offline",
      // Google gives a refresh token with a consent only.
      prompt: "consent",
      scope: [...scopes],
      state,
      code_challenge_method: CodeChallengeMethod.S256,
      ...(codeChallenge !== undefined && { code_challenge: codeChallenge }),
    });
    say(`Sign in to Google in your browser. If no page opens, open this address:\n\n  ${page}\n`);
    await openPage(page);
    const code = await loopback.code(patience);
    const { tokens } = await auth.getToken({ code, codeVerifier }).catch((error: unknown) => {
      throw refused("Google did not complete the sign-in", error);
    });
    if (!covers(tokens, scopes)) {
      throw new ProvisionError(
        "You did not allow everything that the command needs, so nothing was made.",
        "Run it again and tick every box on Google's page. With --no-add-on it needs less.",
      );
    }
    auth.setCredentials(tokens);
    await writeSettings(folder, TOKEN_FILE, { client: client.id, tokens } satisfies Kept);
    return auth;
  } finally {
    loopback.close();
  }
}

interface TokenRefusal {
  response?: { data?: { error?: unknown; error_description?: unknown } };
}

const codeOf = (error: unknown): unknown => (error as TokenRefusal).response?.data?.error;

function refused(what: string, error: unknown): ProvisionError {
  const { error: code, error_description: words } = (error as TokenRefusal).response?.data ?? {};
  const said = typeof words === "string" ? words : typeof code === "string" ? code : (error as Error).message;
  const advice =
    code === "invalid_client"
      ? "The OAuth client was deleted or changed. Download its JSON file again and give it with --client."
      : "Check your connection and run the command again.";
  return new ProvisionError(`${what}: ${said}.`, advice);
}
