using Gateway.Ledger.Captures;
using Gateway.Ledger.Records;
using Gateway.Ledger.Store.Tables;
using Gateway.Tests.Hosting;
using Microsoft.Extensions.DependencyInjection;

namespace Gateway.Tests.Promises;

/// <summary><c>GET /admin/v1/usage/requests/{id}/capture</c>. AuthorizationMatrixTests checks who may use it.</summary>
public sealed class CaptureIsReadTests
{
    [Fact]
    public async Task Capture_IsTold_AndWhoReadItIsLogged()
    {
        await using var rig = await AdminRig.StartAsync();
        var id = Guid.CreateVersion7();
        var capture = new CapturedRequest
        {
            Request = id,
            CountedAt = 1_764_000_000_123,
            Key = "k",
            Route = "Kept",
            Model = "m",
            // Half a character at its end.
            Body = [.. "{\"said\":\"你好"u8, 0xe4],
            IsBodyCut = true,
            Answer = "data: canary\n\n"u8.ToArray(),
        };
        await rig.Gateway.Services.GetRequiredService<CaptureStore>().WriteAsync([capture], default);
        foreach (var text in new[] { $"{id:N}", $"{id:D}", $"{id:N}:2" })
        {
            var json = await rig.AskAsync("GET", $"/admin/v1/usage/requests/{text}/capture", rig.Admin.Secret);
            Assert.Equal(
                ($"{id:N}", "2025-11-24T16:00:00.123Z", "k", "Kept", "m"),
                ((string?)json["id"], (string?)json["counted_at"], (string?)json["key"], (string?)json["route"], (string?)json["model"]));
            Assert.Equal(
                ("{\"said\":\"你好\ufffd", true, "data: canary\n\n", false),
                ((string?)json["request"], (bool)json["request_cut"]!, (string?)json["answer"], (bool)json["answer_cut"]!));
        }

        var line = await rig.Gateway.Log.WaitForAsync($"The capture of request {id:N} was read by {rig.Admin.Key.Name}");
        Assert.DoesNotContain("canary", line, StringComparison.Ordinal);
    }

    [Fact]
    public async Task Request_WithoutOne_IsNotFound()
    {
        await using var rig = await AdminRig.StartAsync();
        var record = UsageSamples.Record("2026-11-23T08:00:00Z");
        await rig.Gateway.KeepAsync(record);
        foreach (var id in new[] { $"{record.Request:N}", $"{Guid.NewGuid():N}", "nonsense" })
        {
            Assert.Equal(
                "capture_not_found",
                (string?)(await rig.RefusedAsync(404, "GET", $"/admin/v1/usage/requests/{id}/capture", rig.Admin.Secret))["code"]);
        }
    }
}
