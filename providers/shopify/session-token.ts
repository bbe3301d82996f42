import { errors, type JWTPayload, jwtVerify } from 'jose';
import { shopDomain } from './shop.ts';

export interface ShopSession {
  readonly shop: string;
  /** The person of the shop's staff. */
  readonly userId: string;
  readonly sessionId: string | undefined;
  readonly expiresAt: Date;
}

export interface SessionTokenCheck {
  readonly clientId: string;
  readonly secrets: readonly string[];
  readonly now: Date;
}

const leewaySeconds = 10;

/** Who speaks out of the shop's pages, by the token their browser sends along; undefined when it is not believed. */
export async function readSessionToken(
  token: string,
  { clientId, secrets, now }: SessionTokenCheck,
): Promise<ShopSession | undefined> {
  for (const secret of secrets) {
    const payload = await verified(token, secret, clientId, now);
    if (payload !== undefined) return sessionOf(payload);
  }
  return undefined;
}

async function verified(token: string, secret: string, audience: string, currentDate: Date) {
  try {
    const { payload } = await jwtVerify(token, Buffer.from(secret, 'utf8'), {
      algorithms: ['HS256'],
      audience,
      currentDate,
      clockTolerance: leewaySeconds,
      requiredClaims: ['exp', 'nbf', 'iss', 'dest', 'sub'],
    });
    return payload;
  } catch (error) {
    if (error instanceof errors.JOSEError) return undefined;
    throw error;
  }
}

/** Issued by a shop for itself: `iss` is its admin, `dest` the shop, and both are one host. */
function sessionOf({ iss, dest, sub, sid, exp }: JWTPayload): ShopSession | undefined {
  const shop = hostOf(dest);
  if (shop === undefined || hostOf(iss) !== shop || sub === undefined) return undefined;
  return {
    shop,
    userId: sub,
    sessionId: typeof sid === 'string' ? sid : undefined,
    expiresAt: new Date(exp! * 1000),
  };
}

const hostOf = (url: unknown) =>
  typeof url === 'string' && url.startsWith('https://') && URL.canParse(url)
    ? shopDomain(new URL(url).host)
    : undefined;
