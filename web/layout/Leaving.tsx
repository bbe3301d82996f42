import { deleteDeletion, deletionGraceDays, getDeletion, getMe } from '../../modules/identity/contract.ts';
import { q, queryClient } from '../kit/api.ts';
import { Button } from '../kit/Button.tsx';
import { useSend } from '../kit/send.ts';
import { useZone } from '../kit/time.tsx';
import { dayIn } from '../kit/time-words.ts';
import { toast } from '../kit/toast.ts';
import { Banner } from './Banners.tsx';

const dayMs = 86_400_000;

/** Until when they can change their mind, and the way to do it. */
export default function Leaving({ deletedAt }: { deletedAt: Date }) {
  const removedAt = new Date(deletedAt.getTime() + deletionGraceDays * dayMs);
  const keep = useSend(deleteDeletion, {
    failureTitle: 'Your account is still being deleted',
    stale: [[getMe.path], [getDeletion.path]],
    onReply: async () => {
      await queryClient.invalidateQueries({ queryKey: q(getMe).queryKey });
      toast({ title: 'Your account stays' });
    },
  });
  return (
    <Banner
      tone="warn"
      actions={
        <Button size="small" busy={keep.isPending} onClick={() => keep.send({})}>
          Keep my account
        </Button>
      }
    >
      Your account and all that is yours will be deleted on {dayIn(useZone(), removedAt)}.
    </Banner>
  );
}
