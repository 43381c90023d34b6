using Gateway.Simulator.Backends;
using Gateway.Simulator.Scripts;

namespace Gateway.Simulator.Endpoints;

/// <summary>Applies the script before a question about the backend is answered.</summary>
internal sealed class ListingGuard(BackendState state)
{
    /// <summary>Answers instead of the endpoint if the script says so.</summary>
    /// <param name="http">The request.</param>
    /// <param name="asked">Its path and query.</param>
    /// <returns>True when the request is answered.</returns>
    public async Task<bool> AnswersAsync(HttpContext http, string asked)
    {
        var release = state.Listing.NextRelease();
        var script = state.Listing.For(http.Request.Path.Value ?? "");
        state.Asked.Announce(asked);
        if (script is null)
        {
            return false;
        }
        try
        {
            if (script.Hold)
            {
                await release.WaitAsync(http.RequestAborted);
            }
            if (script.DelayMs > 0)
            {
                await Task.Delay(TimeSpan.FromMilliseconds(script.DelayMs), state.Time, http.RequestAborted);
            }
        }
        catch (OperationCanceledException)
        {
            state.Asked.ClientLeft(asked);
            http.Abort();
            return true;
        }
        if (script is { Status: null, Body: null })
        {
            return false;
        }
        await Replies.SendAsync(http, script.Status ?? 200, "application/json", script.Body ?? state.Dialect.LateError);
        return true;
    }
}
