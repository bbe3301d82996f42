const minute = 60;
const hour = 60 * minute;
const day = 24 * hour;

/** "45 s", "12 min", "3 h 20 min", "2 d 4 h": as one would say it, and no more exact. */
export function duration(seconds: number | null): string {
  if (seconds === null) return '–';
  const whole = Math.round(seconds);
  if (whole < minute) return `${whole} s`;
  if (whole < hour) return `${Math.round(whole / minute)} min`;
  const [unit, small] = whole < day ? ([hour, minute] as const) : ([day, hour] as const);
  const rounded = Math.round(whole / small) * small;
  const [big, rest] = [Math.floor(rounded / unit), (rounded % unit) / small];
  const names = unit === hour ? ['h', 'min'] : ['d', 'h'];
  return rest === 0 ? `${big} ${names[0]}` : `${big} ${names[0]} ${rest} ${names[1]}`;
}

export const weekdayNames = ['Mon', 'Tue', 'Wed', 'Thu', 'Fri', 'Sat', 'Sun'];
export const spreadNames = ['Within 1 min', '5 min', '15 min', '1 h', '4 h', '1 day', 'Longer'];

export const kindNames: Readonly<Record<string, string>> = {
  text: 'Texts',
  image: 'Pictures',
  video: 'Videos',
  audio: 'Voice notes',
  file: 'Files',
  story_reply: 'Answers to stories',
  story_mention: 'Mentions in stories',
  share: 'Shared posts',
  location: 'Places',
  mail: 'Mails',
  unsupported: 'Others',
};

/** A day of a calendar, so many before another. */
export const daysBefore = (on: string, days: number): string =>
  new Date(Date.parse(on) - days * 86_400_000).toISOString().slice(0, 10);

export const today = (timezone: string, now: Date): string =>
  new Intl.DateTimeFormat('en-CA', {
    timeZone: timezone,
    year: 'numeric',
    month: '2-digit',
    day: '2-digit',
  }).format(now);

export const shortDay = (on: string): string =>
  new Intl.DateTimeFormat('en-GB', { day: 'numeric', month: 'short', timeZone: 'UTC' }).format(new Date(on));
