/*
 * Loaded before a Stoa of a journey, in each of its threads: the machine's clock is ahead by so much. What asks it for
 * the time gets the later one, the embedded database as well; how long something takes stays as it is.
 */

const aheadMs = Number(new URL(import.meta.url).searchParams.get('aheadMs'));
const machine = Date;
const machineNow = machine.now.bind(machine);
const now = () => machineNow() + aheadMs;

// Not a class of its own: what comes from another thread is a Date as well.
globalThis.Date = new Proxy(machine, {
  construct: (date, args, target) => Reflect.construct(date, args.length === 0 ? [now()] : args, target),
  apply: (date) => new date(now()).toString(),
  get: (date, name) => (name === 'now' ? now : Reflect.get(date, name)),
});
