package chat.controller.app;

import chat.controller.host.Election;
import chat.controller.host.InitialMembers;
import chat.controller.host.LoopJournal;
import chat.controller.local.NodeList;
import chat.view.Address;
import chat.view.FileViewStore;
import chat.view.NodeName;
import chat.view.ViewStore;
import chat.view.ViewStoreException;
import java.nio.file.Path;
import java.time.Duration;
import java.util.List;
import java.util.Optional;
import java.util.SortedMap;

/** Processes on one machine: the view and the list of nodes are files, and nobody is opposed. */
final class LocalPlace implements Place {
  private final FileViewStore views;
  private final ReportedNodes nodes;
  private final int initialMembers;
  private final Duration recheck;

  LocalPlace(Path view, ControllerSettings settings) throws ViewStoreException {
    nodes =
        new ReportedNodes(
            new NodeList(settings.nodes().list().orElse(List.of()), settings.nodes().file()));
    initialMembers = settings.initial().members();
    recheck = settings.controller().interval();
    views = new FileViewStore(view);
  }

  @Override
  public ViewStore views() {
    return views;
  }

  @Override
  public SortedMap<NodeName, Address> nodes() {
    return nodes.get();
  }

  @Override
  public boolean knowsNodes() {
    return true;
  }

  @Override
  public InitialMembers initialMembers() {
    return () -> initialMembers;
  }

  @Override
  public Election election() {
    return Election.unopposed();
  }

  @Override
  public Duration recheck() {
    return recheck;
  }

  @Override
  public Optional<LoopJournal> journal() {
    return Optional.empty();
  }

  /** The list is read again at each look. */
  @Override
  public void start(Runnable changed) {}

  @Override
  public void close() {
    views.close();
  }
}
