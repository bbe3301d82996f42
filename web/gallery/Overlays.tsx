import Archive from 'lucide-react/icons/archive';
import Pencil from 'lucide-react/icons/pencil';
import Trash from 'lucide-react/icons/trash-2';
import { useState } from 'react';
import { Button } from '../kit/Button.tsx';
import { AlertDialog, Dialog, Drawer } from '../kit/Dialog.tsx';
import { Menu, type MenuItem, Popover } from '../kit/Menu.tsx';
import { Tabs } from '../kit/Tabs.tsx';
import { Tooltip } from '../kit/Tooltip.tsx';
import { toast } from '../kit/toast.ts';
import { Specimen } from './Specimen.tsx';

const nothing = () => {};
const items: readonly MenuItem[] = [
  { label: 'Change', icon: Pencil, keys: 'e', onSelect: nothing },
  { label: 'Close', icon: Archive, onSelect: nothing, disabledReason: 'It still has planned posts.' },
  { label: 'Delete', icon: Trash, onSelect: nothing, danger: true, apart: true },
];
const tabs = [
  { value: 'open', label: 'Open', count: 12, panel: 'Twelve people wait for an answer.' },
  { value: 'waiting', label: 'Waiting', count: 3, panel: 'Three answers are on their way.' },
  { value: 'closed', label: 'Closed', panel: 'Everything that is settled.' },
];

type What = 'dialog' | 'alert' | 'drawer';

export default function Overlays() {
  const [open, setOpen] = useState<What>();
  return (
    <div className="grid gap-x-10 sm:grid-cols-2">
      <Specimen name="Menu, popover, tooltip">
        <Menu align="start" trigger={<Button>Actions</Button>} items={items} />
        <Popover trigger={<Button>Details</Button>} title="Delivered twice">
          The network did not confirm the first attempt.
        </Popover>
        <Tooltip text="Said, and shown when asked" keys="mod+i">
          <Button look="quiet">Tooltip</Button>
        </Tooltip>
      </Specimen>
      <Specimen name="Dialogs and drawer">
        <Button onClick={() => setOpen('dialog')}>Dialog</Button>
        <Button onClick={() => setOpen('alert')}>Alert dialog</Button>
        <Button onClick={() => setOpen('drawer')}>Drawer</Button>
      </Specimen>
      <Specimen name="Toasts">
        <Button onClick={sayClosed}>With undo</Button>
        <Button onClick={sayFailed}>Failed</Button>
      </Specimen>
      <Specimen name="Tabs" wide>
        <Tabs label="Conversations" tabs={tabs} />
      </Specimen>
      <Opened what={open} close={() => setOpen(undefined)} />
    </div>
  );
}

const sayClosed = () =>
  toast({ title: 'Bern Arcades is closed', undo: () => toast({ title: 'Bern Arcades is open again' }) });
const sayFailed = () =>
  toast({
    kind: 'failed',
    title: 'The post was not planned',
    body: 'The account has to be connected again.',
  });

function Opened({ what, close }: { what: What | undefined; close: () => void }) {
  return (
    <>
      <Dialog
        open={what === 'dialog'}
        onClose={close}
        title="Add a location"
        body="A shop, a studio, an office."
      >
        <div className="flex justify-end">
          <Button look="primary" onClick={close}>
            Add
          </Button>
        </div>
      </Dialog>
      <AlertDialog
        open={what === 'alert'}
        title="Delete 240 photographs?"
        body="They are gone for good, here and in the posts that are planned."
        confirm="Delete"
        onConfirm={close}
        onCancel={close}
      />
      <Drawer open={what === 'drawer'} onClose={close} title="Details" side="right">
        <p className="text-soft">What belongs to the row that was opened.</p>
      </Drawer>
    </>
  );
}
