import { ApiError, callWith } from '../../../../web/kit/api.ts';
import { postReferralClick, putReferral, referralDays } from '../../affiliates/contract.ts';
import { clickCookie } from './cookie.ts';

/*
 * By whose link somebody came is remembered by their browser alone, until they have an account and show it. What is
 * remembered is a token that only the server can write and read.
 */

const isSecure = () => (location.protocol === 'https:' ? '; Secure' : '');
const keep = (value: string, days: number) => {
  // biome-ignore lint/suspicious/noDocumentCookie: the interface that is meant instead is not in every browser yet.
  document.cookie = `${clickCookie}=${value}; Path=/; Max-Age=${days * 86_400}; SameSite=Lax${isSecure()}`;
};
const kept = (): string | undefined =>
  document.cookie
    .split('; ')
    .find((part) => part.startsWith(`${clickCookie}=`))
    ?.slice(clickCookie.length + 1);

/** The last link counts. Where nobody answers, somebody who came has come all the same. */
export async function rememberLink(word: string): Promise<void> {
  const { token } = await callWith(postReferralClick, { body: { word } }).catch(() => ({ token: undefined }));
  if (token) keep(token, referralDays);
}

/** Once is enough, whatever is answered; where nothing is answered, the next visit tries again. */
export async function showReferral(): Promise<void> {
  const token = kept();
  if (!token) return;
  try {
    await callWith(putReferral, { body: { token } });
  } catch (error) {
    if (!(error instanceof ApiError) || error.status === 0 || error.status >= 500) return;
  }
  keep('', 0);
}
