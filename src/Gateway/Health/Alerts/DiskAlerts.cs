using Gateway.Alerts;
using Gateway.Alerts.Events;
using Gateway.Configuration;

namespace Gateway.Health.Alerts;

/// <summary>Finds disks that the gateway writes to and that are nearly full: less than a twentieth free, and less than 5 GiB.</summary>
/// <param name="folders">The folders of the journal and the databases.</param>
/// <param name="spaceOf">The free and the whole bytes of a folder's disk; null when nobody knows.</param>
internal sealed class DiskAlerts(IReadOnlyList<string> folders, Func<string, (long Free, long Size)?> spaceOf) : IAlertSource
{
    private const long Plenty = 5L * 1024 * 1024 * 1024;
    private const int PartFree = 20;

    public bool MayPass => true;

    public IEnumerable<AlertEvent> Find() =>
        from disk in folders.Select(f => (Folder: f, Space: spaceOf(f))).Where(static d => d.Space is not null)
            // Several folders of one disk are one alert.
            .DistinctBy(static d => d.Space!.Value.Size)
        let space = disk.Space!.Value
        where space.Size > 0 && space.Free < Math.Min(Plenty, space.Size / PartFree)
        select new AlertEvent(AlertKind.Disk, disk.Folder)
        {
            Facts = [AlertFact.Of(AlertFactName.FreeBytes, space.Free), AlertFact.Of(AlertFactName.SizeBytes, space.Size)],
        };

    /// <summary>Asks the system for the free and total bytes of a folder's disk.</summary>
    public static (long Free, long Size)? SpaceOf(string folder)
    {
        try
        {
            // A folder that is made later is on the disk of the one around it.
            var existing = Path.GetFullPath(folder);
            while (!Directory.Exists(existing) && Path.GetDirectoryName(existing) is { } parent)
            {
                existing = parent;
            }

            var disk = new DriveInfo(existing);
            return (disk.AvailableFreeSpace, disk.TotalSize);
        }
        catch (Exception e) when (e is IOException or UnauthorizedAccessException or ArgumentException)
        {
            return null;
        }
    }
}
