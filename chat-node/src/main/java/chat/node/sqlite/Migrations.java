package chat.node.sqlite;

import java.io.IOException;
import java.io.InputStream;
import java.io.Reader;
import java.io.StringReader;
import java.io.UncheckedIOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.sql.Connection;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.sql.Statement;
import java.util.ArrayList;
import java.util.Collection;
import java.util.List;
import org.flywaydb.core.Flyway;
import org.flywaydb.core.api.ResourceProvider;
import org.flywaydb.core.api.resource.LoadableResource;
import org.jspecify.annotations.Nullable;
import org.sqlite.SQLiteConfig;
import org.sqlite.SQLiteDataSource;

/**
 * The schema's versions. They are named here, not searched for on the classpath: quicker, and the
 * same in every kind of packaging. Each is a file of {@code db/migration} that never changes again.
 */
final class Migrations {

  /** Every migration, oldest first. Versions rise, and may leave gaps. */
  static final List<String> SCRIPTS =
      List.of(
          "V1__log.sql",
          "V2__chat.sql",
          "V20__accounts.sql",
          "V30__groups.sql",
          "V31__search.sql",
          "V40__counters.sql",
          "V41__search.sql",
          "V45__rules.sql");

  private static final String FOLDER = "db/migration/";

  private Migrations() {}

  static int newest() {
    String script = SCRIPTS.getLast();
    return Integer.parseInt(script.substring(1, script.indexOf("__")));
  }

  /** The version that a database has; 0 where it has none of our tables. */
  static int versionOf(Connection connection) throws SQLException {
    return versionOf(connection, "main");
  }

  static int versionOf(Connection connection, String schema) throws SQLException {
    try (Statement statement = connection.createStatement()) {
      try (ResultSet table =
          statement.executeQuery(
              "SELECT 1 FROM "
                  + schema
                  + ".sqlite_schema WHERE type = 'table' AND name = 'flyway_schema_history'")) {
        if (!table.next()) {
          return 0;
        }
      }
      try (ResultSet version =
          statement.executeQuery(
              "SELECT coalesce(max(CAST(version AS INTEGER)), 0) FROM "
                  + schema
                  + ".flyway_schema_history WHERE success")) {
        return version.next() ? version.getInt(1) : 0;
      }
    }
  }

  /** Brings the database in {@code file}, to which nobody is connected, to the newest version. */
  static void migrate(Path file) {
    migrate(file, newest());
  }

  static void migrate(Path file, int version) {
    SQLiteDataSource source = new SQLiteDataSource();
    source.setUrl(Database.url(file));
    source.setEnforceForeignKeys(false);
    source.setPageSize(Database.PAGE_BYTES);
    source.getConfig().setPragma(SQLiteConfig.Pragma.SECURE_DELETE, "true");
    Flyway.configure()
        .dataSource(source)
        .resourceProvider(new Scripts())
        .javaMigrationClassProvider(List::of)
        .target(Integer.toString(version))
        .load()
        .migrate();
  }

  /** Gives Flyway the scripts by name. */
  private static final class Scripts implements ResourceProvider {
    /** Flyway also asks for a configuration beside each script; there is none. */
    @Override
    public @Nullable LoadableResource getResource(String name) {
      return SCRIPTS.contains(name) ? new Script(name) : null;
    }

    @Override
    public Collection<LoadableResource> getResources(String prefix, String[] suffixes) {
      List<LoadableResource> found = new ArrayList<>();
      for (String script : SCRIPTS) {
        if (script.startsWith(prefix)) {
          found.add(new Script(script));
        }
      }
      return found;
    }
  }

  private static final class Script extends LoadableResource {
    private final String name;

    Script(String name) {
      this.name = name;
    }

    @Override
    public Reader read() {
      String path = FOLDER + name;
      try (InputStream in = Migrations.class.getClassLoader().getResourceAsStream(path)) {
        if (in == null) {
          throw new IllegalStateException("the program lacks its resource " + path);
        }
        return new StringReader(new String(in.readAllBytes(), StandardCharsets.UTF_8));
      } catch (IOException e) {
        throw new UncheckedIOException(e);
      }
    }

    @Override
    public String getAbsolutePath() {
      return FOLDER + name;
    }

    @Override
    public String getAbsolutePathOnDisk() {
      return FOLDER + name;
    }

    @Override
    public String getFilename() {
      return name;
    }

    @Override
    public String getRelativePath() {
      return name;
    }
  }
}
