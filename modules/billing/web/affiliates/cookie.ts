/** Of this site alone. Looked for with every first page, so it brings nothing else along. */
export const clickCookie = 'stoa_referral';
export const cameByLink = (): boolean => document.cookie.includes(`${clickCookie}=`);
