import { QueryErrorResetBoundary } from '@tanstack/react-query';
import { Component, type ReactNode } from 'react';
import { Failed } from './states.tsx';

interface Props {
  children: ReactNode;
  /** Another key is another thing: the boundary begins anew. */
  resetKey?: string;
}

/** A part that breaks takes only itself down, and can be tried again. React knows error boundaries as classes only. */
class Boundary extends Component<Props & { onReset: () => void }, { error: Error | null }> {
  override state: { error: Error | null } = { error: null };

  static getDerivedStateFromError(error: Error) {
    return { error };
  }

  override componentDidUpdate(before: Props) {
    if (this.state.error && before.resetKey !== this.props.resetKey) this.setState({ error: null });
  }

  override render() {
    if (!this.state.error) return this.props.children;
    const again = () => {
      this.props.onReset();
      this.setState({ error: null });
    };
    return <Failed title="This part stopped working" error={this.state.error} again={again} />;
  }
}

export function ErrorBoundary(props: Props) {
  return (
    <QueryErrorResetBoundary>
      {({ reset }) => <Boundary {...props} onReset={reset} />}
    </QueryErrorResetBoundary>
  );
}
