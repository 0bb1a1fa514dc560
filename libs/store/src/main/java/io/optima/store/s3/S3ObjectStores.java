package io.optima.store.s3;

import io.optima.model.OptimaException;
import io.optima.store.ObjectStore;
import io.optima.store.ObjectStoreProvider;
import io.optima.store.StoreSettings;
import java.net.URI;
import java.time.Duration;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import software.amazon.awssdk.auth.credentials.AwsBasicCredentials;
import software.amazon.awssdk.auth.credentials.AwsCredentialsProvider;
import software.amazon.awssdk.auth.credentials.DefaultCredentialsProvider;
import software.amazon.awssdk.auth.credentials.StaticCredentialsProvider;
import software.amazon.awssdk.http.apache5.Apache5HttpClient;
import software.amazon.awssdk.regions.Region;
import software.amazon.awssdk.services.s3.S3Client;
import software.amazon.awssdk.services.s3.S3ClientBuilder;

/** Opens {@code s3://bucket[/prefix]}. */
public final class S3ObjectStores implements ObjectStoreProvider {
  private static final Pattern URL = Pattern.compile("s3://([a-z0-9.-]+)(?:/(.*?))?/?");
  private static final Duration CONNECT = Duration.ofSeconds(10);

  /** At once; each open stream has one. */
  private static final int CONNECTIONS = 256;

  @Override
  public boolean opens(String url) {
    return url.startsWith("s3:");
  }

  @Override
  public ObjectStore open(StoreSettings settings) {
    Matcher url = URL.matcher(settings.url());
    if (!url.matches()) {
      throw OptimaException.invalid(
          "optima.store.url '%s' is not of the form s3://bucket/prefix", settings.url());
    }
    String prefix = url.group(2) == null || url.group(2).isEmpty() ? "" : url.group(2) + "/";
    return new S3ObjectStore(
        client(settings.s3()), url.group(1), prefix, settings.s3().partBytes());
  }

  private static S3Client client(StoreSettings.S3 settings) {
    S3ClientBuilder builder =
        S3Client.builder()
            .region(Region.of(settings.region()))
            .forcePathStyle(settings.pathStyle())
            .credentialsProvider(credentials(settings))
            .overrideConfiguration(to -> to.apiCallAttemptTimeout(settings.timeout()))
            .httpClient(
                // notices connections that the server has closed, which the JDK's does not
                Apache5HttpClient.builder()
                    .maxConnections(CONNECTIONS)
                    .connectionTimeout(CONNECT)
                    .socketTimeout(settings.timeout())
                    .build());
    if (settings.endpoint() != null) {
      builder.endpointOverride(URI.create(settings.endpoint()));
    }
    return builder.build();
  }

  private static AwsCredentialsProvider credentials(StoreSettings.S3 settings) {
    if (settings.accessKey() == null || settings.secretKey() == null) {
      return DefaultCredentialsProvider.builder().build();
    }
    return StaticCredentialsProvider.create(
        AwsBasicCredentials.create(settings.accessKey(), settings.secretKey()));
  }
}
