import { Component, type ReactNode } from 'react';
import { Trouble } from './trouble.js';

/** React knows error boundaries as classes only. */
export class Boundary extends Component<{ children: ReactNode }, { error: Error | undefined }> {
  override state: { error: Error | undefined } = { error: undefined };

  static getDerivedStateFromError(error: Error) {
    return { error };
  }

  override render() {
    const { error } = this.state;
    if (error) return <Trouble error={error} again={() => this.setState({ error: undefined })} />;
    return this.props.children;
  }
}
