export const auth = 'https://www.googleapis.com/auth/';
/** What may be asked for, and what somebody reads when they are. */
export const scopeWords: Readonly<Record<string, string>> = {
  openid: 'Associate you with your personal info',
  [`${auth}userinfo.email`]: 'See your primary Google Account email address',
  [`${auth}userinfo.profile`]: 'See your personal info, including any you made publicly available',
  [`${auth}youtube`]: 'Manage your YouTube account',
  [`${auth}youtube.readonly`]: 'View your YouTube account',
  [`${auth}youtube.force-ssl`]: 'See, edit and delete your YouTube videos, ratings, comments and captions',
  [`${auth}youtube.upload`]: 'Manage your YouTube videos',
  [`${auth}yt-analytics.readonly`]: 'View YouTube Analytics reports for your YouTube content',
  [`${auth}business.manage`]: 'See, edit, create and delete your Google business listings',
  [`${auth}yt-analytics-monetary.readonly`]: 'View monetary and non-monetary YouTube Analytics reports',
};
export const shortNames: Readonly<Record<string, string>> = {
  email: `${auth}userinfo.email`,
  profile: `${auth}userinfo.profile`,
};
const signInScopes = new Set(['openid', `${auth}userinfo.email`, `${auth}userinfo.profile`]);
export const canBeUnticked = (scope: string) => !signInScopes.has(scope);
