import { type Route, route } from '../../../kit/http/endpoint.ts';
import type { IdentityOutside } from '../outside.ts';
import { apply, decide, getApplication, keepNotes, listApplications } from './applications.ts';
import * as wire from './contract.ts';
import { askForDemo, changeDemo, getDemoRequest, listDemoRequests } from './demos.ts';
import { finishReminder, listReminders, putReminder, removeReminder } from './reminders.ts';
import { grantEarlyAccess, listWaitingList, waitForLaunch } from './waiting-list.ts';

export const applicationsRoutes: readonly Route<IdentityOutside>[] = [
  route(wire.putApplication, (ctx, { params, body }) => apply(ctx, { ...params, ...body })),
  route(wire.listApplications, (ctx, { query }) => listApplications(ctx, query)),
  route(wire.getApplication, (ctx, { params }) => getApplication(ctx, params)),
  route(wire.patchApplication, (ctx, { params, body }) => keepNotes(ctx, { ...params, ...body })),
  route(wire.postApplicationDecisions, (ctx, { body }) => decide(ctx, body)),

  route(wire.putWaitingListEntry, (ctx, { body }) => waitForLaunch(ctx, body)),
  route(wire.listWaitingList, (ctx, { query }) => listWaitingList(ctx, query)),
  route(wire.postEarlyAccess, (ctx, { body }) => grantEarlyAccess(ctx, body)),

  route(wire.putDemoRequest, (ctx, { params, body }) => askForDemo(ctx, { ...params, ...body })),
  route(wire.listDemoRequests, (ctx, { query }) => listDemoRequests(ctx, query)),
  route(wire.getDemoRequest, (ctx, { params }) => getDemoRequest(ctx, params)),
  route(wire.patchDemoRequest, (ctx, { params, body }) => changeDemo(ctx, { ...params, ...body })),
  route(wire.listDemoReminders, (ctx, { params, query }) => listReminders(ctx, { ...params, ...query })),
  route(wire.putDemoReminder, (ctx, { params, body }) => putReminder(ctx, { ...params, ...body })),
  route(wire.putDemoReminderDone, (ctx, { params }) => finishReminder(ctx, params)),
  route(wire.deleteDemoReminder, (ctx, { params }) => removeReminder(ctx, params)),
];
