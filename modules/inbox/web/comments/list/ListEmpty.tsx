import { useQuery } from '@tanstack/react-query';
import { Link } from 'react-router';
import { q } from '../../../../../web/kit/api.ts';
import { Button, buttonClass } from '../../../../../web/kit/Button.tsx';
import { Quiet } from '../../../../../web/kit/Quiet.tsx';
import { Empty } from '../../../../../web/kit/states.tsx';
import { paths } from '../../../../../web/paths.ts';
import { listChannels } from '../../../conversations/contract.ts';
import { StillWater } from '../../list/StillWater.tsx';
import { useComments } from '../comments.ts';

/** Nothing to show: because nothing is connected, because of a filter, or because all is done. */
export function ListEmpty() {
  const { at, filters, clear, query } = useComments();
  const params = { workspaceId: at.workspaceId };
  const { data: channels } = useQuery(q(listChannels, { params, query: { limit: 1 } }));
  const isSifted = Object.values(filters).some((value) => value !== '');
  const hasChannel = channels === undefined || channels.items.length > 0;
  return (
    <div className="min-h-0 flex-1 overflow-y-auto px-5">
      {!hasChannel ? (
        <Empty
          title="Nothing to comment on yet"
          actions={
            <Link to={paths.connections(params)} className={buttonClass('primary', 'medium')}>
              Connect an account
            </Link>
          }
        >
          Connect Instagram, a Facebook page or YouTube, and what people write under your posts appears here;
          with Google, what they think of your places.
        </Empty>
      ) : query.words !== undefined ? (
        <Empty title="Nothing was found" actions={<Button onClick={clear}>Show all that wait</Button>}>
          No comment here has all of these words. Try fewer, or the beginning of one.
        </Empty>
      ) : isSifted ? (
        <Empty title="None like that" actions={<Button onClick={clear}>Show all that wait</Button>}>
          No comment fits what is asked for.
        </Empty>
      ) : (
        <Quiet picture={<StillWater />} title="All done">
          Every comment is answered, or needs no answer. New ones appear here by themselves.
        </Quiet>
      )}
    </div>
  );
}
