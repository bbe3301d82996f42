import { editOne, type SendOptions, sendNow } from '../../../../web/kit/send.ts';
import { toast } from '../../../../web/kit/toast.ts';
import { useHere } from '../../../../web/workspace.ts';
import {
  deleteMemberLocation,
  getMember,
  listMembers,
  type Member,
  type MemberLocation,
  patchMember,
  putMemberLocation,
} from '../../contract.ts';

type WorkspaceId = ReturnType<typeof useHere>['workspace']['id'];
type Change = Partial<Pick<Member, 'role' | 'extraPermissions' | 'withdrawnPermissions'>>;
const stale = [[listMembers.path], [getMember.path]];

/** Takes effect at once, for them too; what was before is one Undo away. */
export function useChangeMember(member: Member) {
  const workspaceId = useHere().workspace.id;
  return (change: Change, title: string) => {
    const before: Change = {
      ...('role' in change && { role: member.role }),
      ...(change.extraPermissions && { extraPermissions: member.extraPermissions }),
      ...(change.withdrawnPermissions && { withdrawnPermissions: member.withdrawnPermissions }),
    };
    const undo = () => void write(workspaceId, member, before, `${member.name} is as before`);
    void write(workspaceId, member, change, title, undo);
  };
}

function write(
  workspaceId: WorkspaceId,
  { id, name }: Member,
  body: Change,
  title: string,
  undo?: () => void,
) {
  const at = { workspaceId, memberId: id };
  const options: SendOptions<unknown, Member> = {
    changes: () => [editOne(getMember, [{ params: at }], (shown) => ({ ...shown, ...body }))],
    stale,
    failureTitle: `${name} could not be changed`,
    onReply: () => toast({ title, ...(undo && { undo }) }),
  };
  return sendNow(patchMember, { params: at, body }, options).catch(() => {});
}

/** A role at one location: given, changed, or with null taken away. */
export function useChangeAtLocation(member: Member) {
  const workspaceId = useHere().workspace.id;
  return (
    place: Pick<MemberLocation, 'locationId' | 'locationName'>,
    role: MemberLocation['role'] | null,
  ) => {
    const before = member.locations.find(({ locationId }) => locationId === place.locationId);
    const undo = () =>
      void writeAt(workspaceId, member, place, before ?? null, `${member.name} is as before`);
    const title = role
      ? `${member.name} is a ${role} at ${place.locationName}`
      : `No role of their own at ${place.locationName}`;
    void writeAt(workspaceId, member, place, role && { ...none, ...before, role }, title, undo);
  };
}

const none = { extraPermissions: [], withdrawnPermissions: [] };
type AtLocation = Pick<MemberLocation, 'role' | 'extraPermissions' | 'withdrawnPermissions'>;

function writeAt(
  workspaceId: WorkspaceId,
  { id, name }: Member,
  place: Pick<MemberLocation, 'locationId' | 'locationName'>,
  given: AtLocation | null,
  title: string,
  undo?: () => void,
) {
  const params = { workspaceId, memberId: id, locationId: place.locationId };
  const others = (member: Member) => member.locations.filter((one) => one.locationId !== place.locationId);
  const options: SendOptions<unknown, Member> = {
    changes: () => [
      editOne(getMember, [{ params: { workspaceId, memberId: id } }], (member) => ({
        ...member,
        locations: given ? [...others(member), { ...place, ...given }] : others(member),
      })),
    ],
    stale,
    failureTitle: `${name} could not be changed`,
    onReply: () => toast({ title, ...(undo && { undo }) }),
  };
  if (!given) return sendNow(deleteMemberLocation, { params }, options).catch(() => {});
  const { role, extraPermissions, withdrawnPermissions } = given;
  return sendNow(
    putMemberLocation,
    { params, body: { role, extraPermissions, withdrawnPermissions } },
    options,
  ).catch(() => {});
}
