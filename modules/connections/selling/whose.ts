import type { MadeOrder } from '../platforms/selling.ts';

/** By what somebody is known to us: where they write from, and never what they write. */
export interface Reach {
  readonly emails: readonly string[];
  /** As platforms have them: digits, with or without a sign in front. */
  readonly phones: readonly string[];
}

const mailOf = (text: string) => text.trim().normalize('NFC').toLowerCase();

/** With its country, as it would be dialled from anywhere. What else a number may be is nobody's. */
const dialled = (text: string): string | undefined => {
  const digits = /^\+([\d\s().-]+)$/.exec(text.trim())?.[1]?.replace(/\D/g, '');
  return digits !== undefined && /^[1-9]\d{6,14}$/.test(digits) ? digits : undefined;
};

/** An order is whose mail or number stands in it, all of it. One in which neither stands is nobody's. */
export function isOf({ email, phone }: Pick<MadeOrder, 'email' | 'phone'>, who: Reach): boolean {
  const [mail, number] = [email && mailOf(email), phone && dialled(phone)];
  return (
    (mail?.includes('@') === true && who.emails.some((one) => mailOf(one) === mail)) ||
    (number !== undefined && who.phones.some((one) => dialled(`+${one.replace(/^\+/, '')}`) === number))
  );
}
