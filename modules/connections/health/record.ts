/** What others tell of how an account is doing, in the transaction of what they did. */
export { eventSettled, eventTaken } from './record.sql.ts';
