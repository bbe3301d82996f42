/** What is spent all day long is told by no event (see this module's README), so whoever looks asks again. */
export const askAgainMs = 20_000;
