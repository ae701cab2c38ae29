package io.polargosling.api.security;

import io.polargosling.domain.runner.RunnerId;
import io.polargosling.domain.token.ApiToken;
import java.util.Collection;
import java.util.List;
import org.jspecify.annotations.Nullable;
import org.springframework.security.authentication.AbstractAuthenticationToken;
import org.springframework.security.core.GrantedAuthority;
import org.springframework.security.core.authority.SimpleGrantedAuthority;

/** Who sent a request, as their credential proved it. */
public final class Caller extends AbstractAuthenticationToken {

    private static final long serialVersionUID = 1L;

    private final String name;

    private Caller(String name, Collection<? extends GrantedAuthority> authorities) {
        super(authorities);
        this.name = name;
        setAuthenticated(true);
    }

    /** The bearer of an API token; a role includes those below it. */
    static Caller of(ApiToken token) {
        var access = switch (token.role()) {
            case VIEWER -> List.of(Access.VIEWER);
            case OPERATOR -> List.of(Access.VIEWER, Access.OPERATOR);
            case ADMIN -> List.of(Access.VIEWER, Access.OPERATOR, Access.ADMIN);
        };
        return new Caller(token.name(), access.stream().map(Caller::granted).toList());
    }

    /** A machine, on its own paths. */
    static Caller machine(RunnerId runner, Access access) {
        return new Caller("runner/" + runner, List.of(granted(access)));
    }

    /** True when the caller has what {@code access} asks for. */
    public boolean has(Access access) {
        return getAuthorities().contains(granted(access));
    }

    @Override
    public String getPrincipal() {
        return name;
    }

    /** Nothing: the credential is not kept. */
    @Override
    public String getCredentials() {
        return "";
    }

    @Override
    public boolean equals(@Nullable Object other) {
        return other instanceof Caller that && name.equals(that.name) && super.equals(other);
    }

    @Override
    public int hashCode() {
        return name.hashCode();
    }

    private static GrantedAuthority granted(Access access) {
        return new SimpleGrantedAuthority(access.authority());
    }
}
