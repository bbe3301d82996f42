import { Link } from '../../../../web/kit/Link.tsx';
import { paths } from '../../../../web/paths.ts';
import { useHere } from '../../../../web/workspace.ts';

const questionLengthMax = 300;

/** What nobody had written down is answered by the machine the next time, once somebody has. */
export function TeachLink({ words }: { words: string }) {
  const { workspace } = useHere();
  const question = words.trim().split('\n').at(-1)!.slice(-questionLengthMax);
  if (question === '' || !workspace.permissions.includes('knowledge.manage')) return null;
  const search = new URLSearchParams({ ask: question });
  return (
    <Link to={`${paths.questions({ workspaceId: workspace.id })}?${search}`}>
      Write the answer down for the next time
    </Link>
  );
}
