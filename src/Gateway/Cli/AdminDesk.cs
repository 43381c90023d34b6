using System.CommandLine;
using System.Data.Common;
using System.Net.Http.Headers;
using System.Net.Sockets;
using System.Text.Json;

namespace Gateway.Cli;

/// <summary>The target of management commands: a running gateway when its address is named, otherwise the database itself.</summary>
internal sealed class AdminDesk
{
    private readonly RunningGateway _gateway = new(
        admin: true,
        "The admin address of a gateway to ask, such as http://127.0.0.1:4001. Default: none is asked, and the database of the "
        + "configuration is used itself.");

    public void AddTo(Command command) => _gateway.AddTo(command);

    /// <returns>The answer; null after the error was printed.</returns>
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

    /// <summary>Copies an answer to a stream as it arrives.</summary>
    /// <param name="parsed">The command.</param>
    /// <param name="path">The requested path.</param>
    /// <param name="output">The stream.</param>
    /// <param name="stop">Ends it.</param>
    /// <returns>True when the whole answer was written; otherwise the error was printed.</returns>
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

    /// <summary>Reads every item of a list, page by page.</summary>
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

    /// <summary>True when new things are to be kept in a database: one is configured, exists, or is named by a gateway.</summary>
    /// <returns>Null after printing why that is unknown.</returns>
    public async Task<bool?> HasDatabaseAsync(ParseResult parsed)
    {
        if (_gateway.IsNamed(parsed))
        {
            return true;
        }

        await using var offline = OfflineAdmin.Open(_gateway.Location(parsed));
        return offline?.HasDatabase;
    }

    private async Task<T?> OnDatabaseAsync<T>(ParseResult parsed, Func<OfflineAdmin, Task<T>> ask)
    {
        await using var offline = OfflineAdmin.Open(_gateway.Location(parsed));
        if (offline is null)
        {
            return default;
        }

        var wasThere = offline.HasDatabase;
        try
        {
            var answer = await ask(offline);
            if (!wasThere && offline.HasDatabase)
            {
                await Console.Error.WriteLineAsync(
                    $"The database {offline.File} is new. From now on a gateway with this configuration asks every caller for a key.");
            }

            return answer;
        }
        catch (Exception e) when (e is not OutputFailedException && IsDatabaseFault(e.GetBaseException()))
        {
            await Console.Error.WriteLineAsync($"The database cannot be used: {e.GetBaseException().Message}");
            if (!wasThere)
            {
                await offline.RemoveIfEmptyAsync();
            }

            return default;
        }
    }

    // A wrong argument is part of the connection string.
    private static bool IsDatabaseFault(Exception fault) =>
        fault is DbException or IOException or UnauthorizedAccessException or TimeoutException or SocketException or ArgumentException;

    private static async Task<JsonElement?> RefusedAsync(JsonElement json)
    {
        await Console.Error.WriteLineAsync(json.GetProperty("error").GetProperty("message").GetString());
        return null;
    }
}
