using System.CommandLine;
using System.Net.Http.Headers;
using System.Text.Json;
using Gateway.Configuration;

namespace Gateway.Cli;

/// <summary>Queries a running gateway: no file has its current knowledge.</summary>
/// <param name="admin">True to query the admin API.</param>
/// <param name="url">Describes what a command does without an address; null when it uses the configured one.</param>
internal sealed class RunningGateway(bool admin = false, string? url = null)
{
    private static readonly TimeSpan Limit = TimeSpan.FromSeconds(30);

    private readonly Option<string?> _url = new("--url")
    {
        Description = url ?? $"Its address. Default: {(admin ? "listen.admin" : "listen.data")} of the configuration."
    };

    private readonly Option<string?> _key = new("--key")
    {
        Description = $"An API key, which decides what may be seen. Default: {Variable(admin)}; none where the gateway has no keys."
    };

    private readonly Option<string?> _config = new("--config")
    {
        Description =
            $"The configuration file that holds its {(url is null ? "address" : "keys and names its database")}. Default: the one the "
            + $"gateway would run with."
    };

    public void AddTo(Command command)
    {
        command.Options.Add(_url);
        command.Options.Add(_key);
        command.Options.Add(_config);
    }

    /// <summary>True when the address of the gateway was named.</summary>
    public bool IsNamed(ParseResult parsed) => parsed.GetValue(_url) is not null;

    public ConfigLocation Location(ParseResult parsed) => ConfigLocation.Find(parsed.GetValue(_config));

    /// <returns>The answer; null after the error was printed.</returns>
    public Task<JsonElement?> AskAsync(ParseResult parsed, HttpMethod method, string path, HttpContent? content, CancellationToken stop) =>
        SendAsync<JsonElement?>(parsed, method, path, content, async body =>
        {
            using var limit = CancellationTokenSource.CreateLinkedTokenSource(stop);
            limit.CancelAfter(Limit);
            return JsonElement.Parse(await body.ReadAsByteArrayAsync(limit.Token));
        }, stop);

    /// <summary>Copies an answer to a stream as it arrives.</summary>
    /// <returns>True when the whole answer was written; otherwise the error was printed.</returns>
    public async Task<bool> CopyAsync(ParseResult parsed, string path, Stream output, CancellationToken stop) =>
        await SendAsync<bool?>(parsed, HttpMethod.Get, path, null, async body =>
        {
            try
            {
                await body.CopyToAsync(output, stop);
                return true;
            }
            catch (Exception e) when (e is HttpRequestException or HttpIOException)
            {
                await Console.Error.WriteLineAsync(
                    "The answer broke off before its end, so what came of it is not whole. Try again, or ask for a shorter time.");
                return false;
            }
        }, stop) ?? false;

    private async Task<T?> SendAsync<T>(
        ParseResult parsed, HttpMethod method, string path, HttpContent? content, Func<HttpContent, Task<T>> read, CancellationToken stop)
    {
        if (AddressOf(parsed) is not { } address)
        {
            return default;
        }

        using var client = new HttpClient(new SocketsHttpHandler { UseProxy = false }) { Timeout = Limit };
        using var request = new HttpRequestMessage(method, address + path) { Content = content };
        if ((parsed.GetValue(_key) ?? Environment.GetEnvironmentVariable(Variable(admin))) is { Length: > 0 } key)
        {
            request.Headers.Authorization = new AuthenticationHeaderValue("Bearer", key);
        }

        if (method == HttpMethod.Patch || method == HttpMethod.Delete)
        {
            // Whoever types a command means the current version.
            request.Headers.TryAddWithoutValidation("If-Match", "*");
        }

        try
        {
            using var response = await client.SendAsync(request, HttpCompletionOption.ResponseHeadersRead, stop);
            if (response.IsSuccessStatusCode)
            {
                return await read(response.Content);
            }

            var json = JsonElement.Parse(await response.Content.ReadAsByteArrayAsync(stop));
            await Console.Error.WriteLineAsync(json.GetProperty("error").GetProperty("message").GetString());
        }
        catch (HttpRequestException e) when (e.HttpRequestError is HttpRequestError.ConnectionError or HttpRequestError.NameResolutionError)
        {
            await Console.Error.WriteLineAsync(
                $"No gateway answers at {address}. Start one with 'gateway', or name its address with --url.");
        }
        catch (Exception e) when (e is HttpRequestException or IOException or TaskCanceledException)
        {
            await Console.Error.WriteLineAsync(
                $"What listens at {address} gave no whole answer{(e is TaskCanceledException ? $" in {Limit.TotalSeconds} s" : "")}."
                + (method == HttpMethod.Get ? "" : " Whether it did what was asked for is not known: look before you ask again."));
        }
        catch (Exception e) when (e is JsonException or InvalidOperationException or KeyNotFoundException)
        {
            await Console.Error.WriteLineAsync($"What answers at {address} is no gateway.");
        }

        return default;
    }

    private static string Variable(bool admin) => admin ? "GATEWAY_ADMIN_KEY" : "GATEWAY_API_KEY";

    private string? AddressOf(ParseResult parsed)
    {
        var listen = parsed.GetValue(_url) is null
            ? ConfigCommand.TryLoad(ConfigLocation.Find(parsed.GetValue(_config)))?.Config.Listen
            : null;
        var address = parsed.GetValue(_url) ?? (admin ? listen?.Admin : listen?.Data);
        if (address is null)
        {
            return null;
        }

        // An address typed as clients want it means the same gateway; one that listens on all interfaces can be reached here too.
        address = address.TrimEnd('/');
        address = address.EndsWith("/v1", StringComparison.Ordinal) ? address[..^3] : address;
        if (Uri.TryCreate(address, UriKind.Absolute, out var uri) && uri.Scheme is "http" or "https")
        {
            return address.Replace("//0.0.0.0", "//127.0.0.1", StringComparison.Ordinal).Replace(
                "//[::]", "//[::1]", StringComparison.Ordinal);
        }

        Console.Error.WriteLine($"'{address}' is no address. Write one such as http://127.0.0.1:{(admin ? 4001 : 4000)}.");
        return null;
    }
}
