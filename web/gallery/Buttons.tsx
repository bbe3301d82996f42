import Archive from 'lucide-react/icons/archive';
import Pencil from 'lucide-react/icons/pencil';
import Plus from 'lucide-react/icons/plus';
import { Button, IconButton, Spinner } from '../kit/Button.tsx';
import { ButtonLink, Link } from '../kit/Link.tsx';
import { paths } from '../paths.ts';
import { Specimen } from './Specimen.tsx';

export default function Buttons() {
  return (
    <div className="grid gap-x-10 sm:grid-cols-2">
      <Specimen name="Looks">
        <Button look="primary" icon={Plus}>
          Add location
        </Button>
        <Button>Change</Button>
        <Button look="quiet">Cancel</Button>
        <Button look="danger">Delete</Button>
      </Specimen>
      <Specimen name="Sizes">
        <Button size="small">Small</Button>
        <Button>Medium</Button>
        <Button size="large">Large</Button>
      </Specimen>
      <Specimen name="Busy">
        <Button look="primary" busy>
          Saving
        </Button>
        <Button busy>Loading</Button>
        <Spinner label="Loading" />
      </Specimen>
      <Specimen name="Off, with the reason">
        <Button look="primary" disabledReason="Connect an account first.">
          Publish
        </Button>
      </Specimen>
      <Specimen name="Icon buttons">
        <IconButton icon={Pencil} label="Change" keys="e" />
        <IconButton icon={Archive} label="Close" look="plain" />
        <IconButton icon={Archive} label="Close" busy />
        <IconButton icon={Archive} label="Close" disabledReason="It is closed already." />
      </Specimen>
      <Specimen name="Links">
        <p>
          In running text a <Link to={paths.gallery()}>link is underlined</Link> by a hairline.
        </p>
        <ButtonLink to={paths.gallery()}>Goes somewhere</ButtonLink>
      </Specimen>
    </div>
  );
}
