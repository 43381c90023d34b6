using System.CommandLine;
using System.Data.Common;
using System.Net.Http.Headers;
using System.Text.Json;
using Gateway.Configuration;

namespace Gateway.Cli;

/// <summary>Where commands that manage something ask: a gateway that runs, when its address is named, else the database itself.</summary>
internal sealed class AdminDesk
{
    private readonly RunningGateway _gateway = new(admin: true, "The admin address of a gateway to ask, such as http://127.0.0.1:4001. Default: none is asked, and the database of the configuration is used itself.");

    public void AddTo(Command command) => _gateway.AddTo(command);

    /// <returns>The answer; null after what went wrong was printed.</returns>
    public async Task<JsonElement?> AskAsync(ParseResult parsed, HttpMethod method, string path, byte[]? body, CancellationToken stop)
    {
        if (_gateway.IsNamed(parsed))
        {
            using var content = body is null ? null : new ByteArrayContent(body);
            content?.Headers.ContentType = new MediaTypeHeaderValue("application/json");
            return await _gateway.AskAsync(parsed, method, path, content, stop);
        }

        return await OnDatabaseAsync<JsonElement?>(parsed, async offline =>
        {
            var (json, isGood) = await offline.AskAsync(method, path, body, stop);
            return isGood ? json : await RefusedAsync(json);
        });
    }

    /// <summary>Writes an answer somewhere as it comes.</summary>
    /// <param name="parsed">The command.</param>
    /// <param name="path">What is asked.</param>
    /// <param name="output">Where it goes.</param>
    /// <param name="stop">Ends it.</param>
    /// <returns>Whether it is written whole; what went wrong was printed.</returns>
    public async Task<bool> CopyAsync(ParseResult parsed, string path, Stream output, CancellationToken stop) =>
        _gateway.IsNamed(parsed)
            ? await _gateway.CopyAsync(parsed, path, output, stop)
            : await OnDatabaseAsync<bool?>(parsed, async offline =>
            {
                var error = await offline.CopyAsync(path, output, stop);
                if (error is { } json)
                {
                    await RefusedAsync(json);
                }

                return error is null;
            }) ?? false;

    /// <summary>Every item of a list, page by page.</summary>
    public async Task<IReadOnlyList<JsonElement>?> ListAsync(ParseResult parsed, string path, CancellationToken stop)
    {
        var items = new List<JsonElement>();
        var next = "";
        do
        {
            if (await AskAsync(parsed, HttpMethod.Get, $"{path}?limit=200{next}", null, stop) is not { } page)
            {
                return null;
            }

            items.AddRange(page.Items("data"));
            next = page.Text("next") is { Length: > 0 } cursor ? $"&after={cursor}" : "";
        }
        while (next.Length > 0);
        return items;
    }

    /// <summary>Whether what is made is to be kept in a database: one is configured, there, or named by a gateway.</summary>
    public async Task<bool> HasDatabaseAsync(ParseResult parsed)
    {
        if (_gateway.IsNamed(parsed))
        {
            return true;
        }

        await using var offline = OfflineAdmin.Open(_gateway.Location(parsed));
        return offline?.HasDatabase == true;
    }

    private async Task<T?> OnDatabaseAsync<T>(ParseResult parsed, Func<OfflineAdmin, Task<T>> ask)
    {
        try
        {
            await using var offline = OfflineAdmin.Open(_gateway.Location(parsed));
            return offline is null ? default : await ask(offline);
        }
        catch (Exception e) when (e.GetBaseException() is DbException or IOException or UnauthorizedAccessException or TimeoutException or System.Net.Sockets.SocketException)
        {
            await Console.Error.WriteLineAsync($"The database cannot be used: {e.GetBaseException().Message}");
            return default;
        }
    }

    private static async Task<JsonElement?> RefusedAsync(JsonElement json)
    {
        await Console.Error.WriteLineAsync(json.GetProperty("error").GetProperty("message").GetString());
        return null;
    }
}
