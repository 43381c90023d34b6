using Gateway.Simulator.Backends;
using Gateway.Simulator.Errors;

namespace Gateway.Simulator.Endpoints;

/// <summary>Checks the key that a request presents.</summary>
internal static class Authorization
{
    /// <returns>The refusal, or null when the request may pass.</returns>
    public static ErrorAnswer? Refuse(HttpContext http, BackendState state)
    {
        var presented = http.Request.Headers.Authorization.ToString();
        if (state.ApiKey is null || presented == $"Bearer {state.ApiKey}")
        {
            return null;
        }
        var (none, wrong) = state.Dialect.KeyErrors;
        return state.Dialect.Error(presented.Length == 0 ? none : wrong);
    }
}
