import { type Route, route } from '../../../kit/http/endpoint.ts';
import type { IdentityOutside } from '../outside.ts';
import { changeAvatar, removeAvatar } from './avatars.ts';
import * as wire from './contract.ts';
import { askForDeletion, getDeletion, withdrawDeletion } from './deletion.ts';
import { askForExport, listExports } from './exports.ts';
import { changeProfile, finishOnboarding, getPerson, getProfile } from './profiles.ts';

export const profileRoutes: readonly Route<IdentityOutside>[] = [
  route(wire.getProfile, (ctx, _input, outside: IdentityOutside) => getProfile(ctx, outside)),
  route(wire.patchMe, (ctx, { body }, outside: IdentityOutside) => changeProfile(ctx, body, outside)),
  route(wire.postOnboarding, (ctx, _input, outside: IdentityOutside) => finishOnboarding(ctx, outside)),
  route(wire.putAvatar, (ctx, { upload }, outside: IdentityOutside) =>
    changeAvatar(ctx, upload!.stream, outside),
  ),
  route(wire.deleteAvatar, (ctx, _input, outside: IdentityOutside) => removeAvatar(ctx, outside)),
  route(wire.getPerson, (ctx, { params }, outside: IdentityOutside) => getPerson(ctx, params, outside)),
  route(wire.getDeletion, (ctx) => getDeletion(ctx)),
  route(wire.postDeletion, (ctx, { http }, outside: IdentityOutside) => askForDeletion(ctx, http, outside)),
  route(wire.deleteDeletion, (ctx) => withdrawDeletion(ctx)),
  route(wire.putExport, (ctx, { params, http }, outside: IdentityOutside) =>
    askForExport(ctx, params, http, outside),
  ),
  route(wire.listExports, (ctx, _input, outside: IdentityOutside) => listExports(ctx, outside)),
];
