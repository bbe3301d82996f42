/** A letter alone begins too many words. In writing without an alphabet it is a word. */
export const isTooShort = (words: string): boolean => [...words].length < 2 && !/\p{Script=Han}/u.test(words);
