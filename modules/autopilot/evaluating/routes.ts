import { type Route, route } from '../../../kit/http/endpoint.ts';
import type { AutopilotOutside } from '../outside.ts';
import * as wire from './contract.ts';
import { addReadySet, getReadySet } from './ready.ts';
import * as runs from './runs.ts';
import * as sets from './sets.ts';

export const evaluatingRoutes: readonly Route<AutopilotOutside>[] = [
  route(wire.listEvaluationSets, (ctx, { query }) => sets.listSets(ctx, query)),
  route(wire.listEvaluationQuestions, (ctx, { params, query }) =>
    sets.listQuestions(ctx, { ...params, ...query }),
  ),
  route(wire.putEvaluationSet, (ctx, { params, body }) => sets.putSet(ctx, { ...params, ...body })),
  route(wire.getReadySet, (ctx) => getReadySet(ctx)),
  route(wire.putReadySet, (ctx, { body }) => addReadySet(ctx, body)),
  route(wire.deleteEvaluationSet, (ctx, { params }) => sets.deleteSet(ctx, params)),
  route(wire.listEvaluationRuns, (ctx, { query }) => runs.listRuns(ctx, query)),
  route(wire.getEvaluationRun, (ctx, { params }) => runs.getRun(ctx, params)),
  route(wire.putEvaluationRun, (ctx, { params, body }) => runs.startRun(ctx, { ...params, ...body })),
  route(wire.listEvaluationResults, (ctx, { params, query }) =>
    runs.listResults(ctx, { ...params, ...query }),
  ),
  route(wire.listEvaluationKinds, (ctx, { params }) => runs.listKinds(ctx, params)),
  route(wire.compareEvaluationRuns, (ctx, { params, query }) =>
    runs.compareRuns(ctx, { ...params, ...query }),
  ),
];
