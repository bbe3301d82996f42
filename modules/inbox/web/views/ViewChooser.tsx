import Bookmark from 'lucide-react/icons/bookmark';
import Users from 'lucide-react/icons/users';
import { Chooser } from '../../../../web/kit/Chooser.tsx';
import type { View } from '../../views/contract.ts';
import { useInbox } from '../inbox.ts';
import { showView, useViewCounts } from './viewing.ts';

export default function ViewChooser({ views, onClose }: { views: readonly View[]; onClose: () => void }) {
  const inbox = useInbox();
  const countOf = useViewCounts();
  return (
    <Chooser
      title="Go to a saved view"
      placeholder="Which view?"
      choices={views.map((view) => ({
        value: view.id as string,
        label: view.name,
        hint: countOf(view),
        icon: view.isShared ? Users : Bookmark,
        isChosen: view.id === inbox.filters.view,
      }))}
      onChoose={(id) => {
        const view = views.find((one) => one.id === id);
        if (view) showView(inbox, view);
      }}
      onClose={onClose}
    />
  );
}
