import { Component, type ReactNode } from 'react';
import { Failed } from './states';

interface Props {
  /** Where one is: another place begins anew. */
  place: string;
  children: ReactNode;
}

/** Keeps what goes wrong in a page in that page: one can go elsewhere, or try again. */
export class Boundary extends Component<Props, { error: unknown; place: string }> {
  override state = { error: null as unknown, place: this.props.place };

  static getDerivedStateFromError(error: unknown) {
    return { error };
  }

  static getDerivedStateFromProps(props: Props, state: { place: string }) {
    return props.place === state.place ? null : { error: null, place: props.place };
  }

  override render() {
    return this.state.error === null ? (
      this.props.children
    ) : (
      <Failed error={this.state.error} onRetry={() => this.setState({ error: null })} />
    );
  }
}
