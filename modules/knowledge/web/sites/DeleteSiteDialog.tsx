import { AlertDialog } from '../../../../web/kit/Dialog.tsx';
import { useSend } from '../../../../web/kit/send.ts';
import { toast } from '../../../../web/kit/toast.ts';
import { useHere } from '../../../../web/workspace.ts';
import {
  deleteSite,
  getUsage,
  keptDeletedDays,
  listDocuments,
  listIngestionJobs,
  listSites,
  type Site,
} from '../../contract.ts';
import { plainAddress } from '../words.ts';

interface DeleteSiteDialogProps {
  site: Site;
  onClose: () => void;
}

/** All its pages go with it, and nothing brings them back from here: so it is asked first. */
export default function DeleteSiteDialog({ site, onClose }: DeleteSiteDialogProps) {
  const workspaceId = useHere().workspace.id;
  const name = plainAddress(site.address);
  const { send, isPending } = useSend(deleteSite, {
    stale: [[listSites.path], [listDocuments.path], [listIngestionJobs.path], [getUsage.path]],
    failureTitle: `${name} is still there`,
    onReply: () => {
      onClose();
      toast({ title: 'The site is deleted', body: name });
    },
  });
  return (
    <AlertDialog
      open
      title={`Delete ${name}?`}
      body={`From now on no answer stands on any of its pages, and it is not read again. All of it is gone after ${keptDeletedDays} days.`}
      confirm="Delete site"
      busy={isPending}
      onConfirm={() => send({ params: { workspaceId, siteId: site.id } })}
      onCancel={onClose}
    />
  );
}
