import { newId } from '../../../kit/ids.ts';
import { editOne, editPages, type SendOptions, sendNow, useSend } from '../../../web/kit/send.ts';
import { toast } from '../../../web/kit/toast.ts';
import { useHere } from '../../../web/workspace.ts';
import {
  deleteLocationClosure,
  getLocation,
  type Location,
  LocationId,
  listLocations,
  putLocation,
  putLocationClosure,
} from '../contract.ts';
import { useWhyNotMay } from './rights.ts';

/** What a form writes. The id belongs to the draft: saved again after a lost answer, it is one location. */
export interface Draft {
  readonly id: Location['id'];
  readonly name: string;
  readonly timezone: string;
  readonly createdAt: Date;
  readonly isNew: boolean;
}

export const newDraft = (): Draft => {
  const createdAt = new Date();
  const { timeZone } = Intl.DateTimeFormat().resolvedOptions();
  return { id: newId(LocationId, createdAt.getTime()), name: '', timezone: timeZone, createdAt, isNew: true };
};
export const draftOf = ({ id, name, timezone, createdAt }: Location): Draft => ({
  id,
  name,
  timezone,
  createdAt,
  isNew: false,
});

const stale = [[listLocations.path], [getLocation.path]];
const byName = (a: Location, b: Location) => a.name.localeCompare(b.name);

/** In the whole workspace, or at one of its locations, where somebody may be more. */
export const useWhyNotManage = (locationId?: string): string | undefined =>
  useWhyNotMay('workspaces.manage_locations', 'change its locations', locationId);

/** Adding and changing: in the list at once, in the form again if it is refused. */
export function useSaveLocation(draft: Draft | undefined, then: (location: Location) => void) {
  const workspaceId = useHere().workspace.id;
  const { send, ...save } = useSend(putLocation, {
    changes: ({ body }) => {
      if (!draft) return [];
      const { name, timezone } = body;
      const shown: Location = { ...draft, name, timezone, closedAt: null };
      return [
        editPages(listLocations, [{ params: { workspaceId } }], (rows) =>
          [...rows.filter(({ id }) => id !== draft.id), shown].sort(byName),
        ),
        editOne(getLocation, [{ params: { workspaceId, locationId: draft.id } }], (location) => ({
          ...location,
          name,
          timezone,
        })),
      ];
    },
    stale,
    onReply: then,
  });
  return {
    ...save,
    save: ({ id, name, timezone }: Draft) =>
      send({ params: { workspaceId, locationId: id }, body: { name: name.trim(), timezone } }),
  };
}

/** Closing is done at once and can be taken back; several are taken back together. */
export function useCloseLocations() {
  const workspaceId = useHere().workspace.id;
  return async (locations: readonly Location[]) => {
    const ids = new Set(locations.map(({ id }) => id));
    const options: SendOptions<unknown, Location> = {
      changes: () => [
        editPages(listLocations, [{ params: { workspaceId } }], (rows) =>
          rows.filter(({ id }) => !ids.has(id)),
        ),
      ],
      stale,
      failureTitle: 'This location is still open',
    };
    const outcomes = await Promise.allSettled(
      locations.map(({ id }) =>
        sendNow(putLocationClosure, { params: { workspaceId, locationId: id } }, options),
      ),
    );
    const closed = locations.filter((_, index) => outcomes[index]?.status === 'fulfilled');
    if (closed.length === 0) return;
    toast({
      title: closed.length === 1 ? `${closed[0]?.name} is closed` : `${closed.length} locations are closed`,
      undo: () => closed.map(({ id }) => reopen(workspaceId, id)),
    });
  };
}

export function useReopenLocation() {
  const workspaceId = useHere().workspace.id;
  return (location: Location) => reopen(workspaceId, location.id);
}

/** May outlive its page: the Undo of a toast is pressed anywhere. A refusal says so in a toast of its own. */
function reopen(workspaceId: ReturnType<typeof useHere>['workspace']['id'], locationId: Location['id']) {
  const options: SendOptions<unknown, Location> = {
    changes: () => [
      editOne(getLocation, [{ params: { workspaceId, locationId } }], (location) => ({
        ...location,
        closedAt: null,
      })),
    ],
    stale,
    failureTitle: 'This location is still closed',
    onReply: (location) => toast({ title: `${location.name} is open again` }),
  };
  void sendNow(deleteLocationClosure, { params: { workspaceId, locationId } }, options).catch(() => {});
}
