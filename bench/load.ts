import { runLoad } from './client.ts';

// A process of its own, so that the clients do not share a core's time slice with what they measure.
console.log(JSON.stringify(await runLoad(JSON.parse(process.argv[2]!))));
