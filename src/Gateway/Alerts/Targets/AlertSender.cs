using System.Text;
using Gateway.Alerts.Events;
using Gateway.Configuration;
using Gateway.Wire.Errors;

namespace Gateway.Alerts.Targets;

/// <summary>
/// Sends one message to one receiver, and returns its verdict. Addresses and secrets are read for each message, and never shown.
/// </summary>
internal sealed class AlertSender(TimeProvider time) : IDisposable
{
    private const int MostOfAnAnswer = 16 * 1024;
    private static readonly TimeSpan Limit = TimeSpan.FromSeconds(10);

    private readonly HttpClient _client = new(
        new SocketsHttpHandler
        {
            AllowAutoRedirect = false,
            UseCookies = false,
            Proxy = new AlertProxy(HttpClient.DefaultProxy),
            ActivityHeadersPropagator = null,
            PooledConnectionLifetime = TimeSpan.FromMinutes(5),
        })
    {
        Timeout = Limit,
        MaxResponseContentBufferSize = MostOfAnAnswer,
    };

    /// <summary>Sends a test message.</summary>
    public Task<AlertVerdict> TestAsync(AlertTargetConfig target, CancellationToken stop)
    {
        var form = AlertForm.Of(target.Kind);
        return SendAsync(target, form, form.Write([], target.Language), stop);
    }

    public async Task<AlertVerdict> SendAsync(AlertTargetConfig target, AlertForm form, AlertMessage message, CancellationToken stop)
    {
        var (url, secret) = (SecretReader.Read(target.Url), target.Secret is { } named ? SecretReader.Read(named) : null);
        if ((url.Missing ?? secret?.Missing) is { } missing)
        {
            return Refused($"it cannot be sent: {missing}");
        }

        if (!Uri.TryCreate(url.Value, UriKind.Absolute, out var address) || address.Scheme is not ("http" or "https"))
        {
            return Refused("it cannot be sent: what stands as its url is no address that begins with http:// or https://");
        }

        try
        {
            using var request = form.RequestOf(address, secret?.Value, message, time.GetUtcNow());
            using var response = await _client.SendAsync(request, stop);
            var answer = Encoding.UTF8.GetString(await response.Content.ReadAsByteArrayAsync(stop));
            var scrubber = new SecretScrubber(SecretsOf(address, request.RequestUri!, secret?.Value));
            return form.Judge((int)response.StatusCode, scrubber.Scrub(answer), RetryAfterOf(response));
        }
        catch (HttpRequestException e)
        {
            // Not its message, which may name the address.
            return Refused(e.HttpRequestError == HttpRequestError.ConfigurationLimitExceeded
                ? "its answer is longer than 16 KiB"
                : $"it cannot be reached ({e.HttpRequestError})");
        }
        catch (OperationCanceledException) when (!stop.IsCancellationRequested)
        {
            return Refused($"it took longer than {Limit.TotalSeconds} seconds");
        }
    }

    public void Dispose() => _client.Dispose();

    private static AlertVerdict Refused(string word) => new(false, word);

    private TimeSpan? RetryAfterOf(HttpResponseMessage response) => response.Headers.RetryAfter switch
    {
        { Delta: { } wait } => wait,
        { Date: { } at } => at - time.GetUtcNow(),
        _ => null,
    };

    // A receiver may repeat the address it was called by, whole or in parts.
    private static IEnumerable<string> SecretsOf(Uri address, Uri signed, string? secret)
    {
        var query = address.Query.TrimStart('?').Split('&').Select(static p => p[(p.IndexOf('=', StringComparison.Ordinal) + 1)..]);
        return new[] { signed.AbsoluteUri, address.AbsoluteUri, address.OriginalString, signed.PathAndQuery, address.PathAndQuery }
            .Concat(query.SelectMany(static q => new[] { q, Uri.UnescapeDataString(q) }))
            .Concat(address.Segments.Select(static s => s.Trim('/')))
            .Append(secret ?? "")
            .Append(address.UserInfo)
            .OrderByDescending(static s => s.Length);
    }
}
