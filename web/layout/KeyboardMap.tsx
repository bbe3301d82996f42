import { useState } from 'react';
import { type Action, useOfferedActions } from '../kit/actions.ts';
import { Switch } from '../kit/Choice.tsx';
import { Dialog } from '../kit/Dialog.tsx';
import { Kbd } from '../kit/Kbd.tsx';
import { setSingleKeys, singleKeysOn } from '../kit/keys.ts';

/** All keys that work on this page, by what they belong to. */
export default function KeyboardMap({ onClose }: { onClose: () => void }) {
  const [single, setSingle] = useState(singleKeysOn);
  const groups = Object.entries(
    Object.groupBy(useOfferedActions().filter(hasKeys), (action) => action.group),
  );
  return (
    <Dialog
      open
      onClose={onClose}
      title="Keys"
      body="What works on this page. The palette knows the rest."
      wide
    >
      <div className="gap-x-12 sm:columns-2">
        {groups.map(([group, actions]) => (
          <section key={group} className="mb-6 break-inside-avoid">
            <h3 className="label border-b border-line pb-1.5">{group}</h3>
            <dl>
              {actions?.map((action) => (
                <div
                  key={action.id}
                  className="flex min-h-9 items-center justify-between gap-4 border-b border-line/60 py-1"
                >
                  <dt>{action.title}</dt>
                  <dd className="shrink-0">
                    <Kbd keys={action.keys ?? ''} />
                  </dd>
                </div>
              ))}
            </dl>
          </section>
        ))}
      </div>
      <Switch
        className="border-t border-line pt-4"
        name="single-keys"
        label="Single keys"
        hint="Keys without Ctrl or ⌘. Turn them off if you speak to your computer."
        value={single}
        onChange={(on) => {
          setSingle(on);
          setSingleKeys(on);
        }}
      />
    </Dialog>
  );
}

const hasKeys = (action: Action): boolean => action.keys !== undefined;
