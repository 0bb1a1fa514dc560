package io.optima.runtime.security;

import io.optima.model.OptimaException;
import io.optima.model.Principal;
import io.optima.runtime.error.HttpProblems;
import jakarta.servlet.FilterChain;
import jakarta.servlet.ServletException;
import jakarta.servlet.http.HttpServletRequest;
import jakarta.servlet.http.HttpServletResponse;
import java.io.IOException;
import java.util.List;
import org.springframework.web.filter.OncePerRequestFilter;

/**
 * Decides by the path who may come in: sidecars to their callbacks and to internal questions,
 * everybody to health and metrics, and principals with a token to all the rest.
 */
final class HttpAuthentication extends OncePerRequestFilter {
  private static final List<String> SIDECAR =
      List.of("/actors/", "/dapr/", "/internal/", "/events/");
  private static final List<String> OPEN =
      List.of("/healthz", "/openapi", "/actuator/health", "/actuator/prometheus");

  private final TokenAuthenticator tokens;
  private final SidecarToken sidecar;

  HttpAuthentication(TokenAuthenticator tokens, SidecarToken sidecar) {
    this.tokens = tokens;
    this.sidecar = sidecar;
  }

  @Override
  protected void doFilterInternal(
      HttpServletRequest request, HttpServletResponse response, FilterChain chain)
      throws ServletException, IOException {
    String path = request.getRequestURI();
    try {
      if (SIDECAR.stream().anyMatch(path::startsWith)) {
        sidecar.check(request.getHeader(SidecarToken.HEADER));
      } else if (!isOpen(path)) {
        asPrincipal(
            tokens.authenticate(request.getHeader("Authorization")), request, response, chain);
        return;
      }
    } catch (OptimaException refused) {
      HttpProblems.write(refused, request, response);
      return;
    }
    chain.doFilter(request, response);
  }

  /** Open paths are exact or have a part below: no path that only begins alike. */
  private static boolean isOpen(String path) {
    return OPEN.stream().anyMatch(open -> path.equals(open) || path.startsWith(open + "/"));
  }

  private static void asPrincipal(
      Principal principal,
      HttpServletRequest request,
      HttpServletResponse response,
      FilterChain chain)
      throws ServletException, IOException {
    io.grpc.Context context = Caller.with(principal);
    io.grpc.Context before = context.attach();
    try {
      chain.doFilter(request, response);
    } finally {
      context.detach(before);
    }
  }
}
