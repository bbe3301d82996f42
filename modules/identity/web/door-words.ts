import type { Session, SignInEvent } from '../sign-in/contract.ts';

type Device = Session['device'];

/** "Firefox on macOS", as far as the browser says so. */
export const deviceInWords = ({ browser, system }: Device): string => {
  if (browser && system) return `${browser} on ${system}`;
  return browser ?? system ?? 'Unknown device';
};

const countries = new Intl.DisplayNames('en', { type: 'region' });

/** "Switzerland, 192.0.2.7" */
export const placeInWords = (place: Pick<Session, 'address' | 'countryCode'>): string =>
  [place.countryCode && countries.of(place.countryCode), place.address].filter(Boolean).join(', ');

const methods: Record<NonNullable<SignInEvent['method']>, string> = {
  password: 'with the password',
  passkey: 'with a passkey',
  single_sign_on: 'through single sign-on',
  link: 'with a link by mail',
  totp: 'with a code of the app',
  recovery_code: 'with a recovery code',
};
export const methodInWords = (method: SignInEvent['method']): string => (method ? methods[method] : '');

const events: Record<SignInEvent['event'], readonly [done: string, refused: string]> = {
  sign_up: ['Signed up', 'Sign-up refused'],
  sign_in: ['Signed in', 'Sign-in refused'],
  second_factor: ['Second step passed', 'Second step refused'],
  sign_out: ['Signed out', 'Sign-out refused'],
  sign_out_everywhere: ['Signed out everywhere else', 'Sign-out refused'],
  session_ended: ['Signed out of one browser', 'Sign-out refused'],
  email_confirmed: ['Address confirmed', 'Address not confirmed'],
  password_reset_asked: ['Asked for another password', 'Another password refused'],
  password_reset: ['Set another password', 'Another password refused'],
  reauthentication: ['Showed again that it is you', 'Proof refused'],
};
export const eventInWords = ({ event, succeeded }: SignInEvent): string => events[event][succeeded ? 0 : 1];
