using System.Text;
using Gateway.Quotas.InMemory;
using StackExchange.Redis;

namespace Gateway.Quotas.Redis;

/// <summary>Adds what a replica counted by itself to the shared counters, in messages that block Redis for a millisecond at most.</summary>
internal sealed class RedisMerge(RedisScripting scripting, string instance, TimeProvider time)
{
    // A full ring takes 0.2 ms.
    private const int SubjectsAtOnce = 5;
    private const int ReservationsAtOnce = 50;

    private static readonly long Lease = (long)InMemoryQuotaStore.Lease.TotalMilliseconds;

    private readonly RedisKeys _keys = scripting.Keys;
    private long _number = time.GetUtcNow().ToUnixTimeMilliseconds();

    /// <summary>
    /// Builds the messages that add sums. Each has a number, and the marker in Redis keeps the last one, so that none counts twice.
    /// </summary>
    public IEnumerable<Func<ValueTask>> Messages(CountersExport export)
    {
        foreach (var subjects in export.Subjects.Chunk(SubjectsAtOnce))
        {
            var keys = new RedisKey[2 + 2 * subjects.Length];
            (keys[0], keys[1]) = (_keys.Epoch, _keys.Marker(instance));
            var arguments = new RedisValue[4 + subjects.Length];
            (arguments[1], arguments[2], arguments[3]) = (Lease, ++_number, export.Second);
            for (var i = 0; i < subjects.Length; i++)
            {
                (keys[2 + 2 * i], keys[3 + 2 * i]) = (_keys.Ring(subjects[i].Id), _keys.Budget(subjects[i].Id));
                arguments[4 + i] = Text(subjects[i]);
            }

            yield return () => RunAsync(RedisScript.Merge, keys, arguments);
        }
    }

    /// <summary>Builds the messages that enter running reservations, whose amounts are already in the sums.</summary>
    public IEnumerable<Func<ValueTask>> Messages(IReadOnlyList<ReservationExport> running, long second)
    {
        foreach (var reservations in running.Chunk(ReservationsAtOnce))
        {
            List<RedisKey> places = [_keys.Epoch, _keys.Deadlines];
            List<RedisValue> arguments = ["", Lease, second];
            foreach (var reservation in reservations)
            {
                _keys.AddPlaces(places, reservation.Id, reservation.Subjects);
                Add(arguments, reservation);
            }

            var (keys, values) = (places.ToArray(), arguments.ToArray());
            yield return () => RunAsync(RedisScript.Adopt, keys, values);
        }
    }

    private static void Add(List<RedisValue> arguments, ReservationExport reservation)
    {
        arguments.AddRange([
            reservation.Id,
            reservation.Second,
            RedisFormat.Of(reservation.Reserved),
            RedisFormat.Of(reservation.Used),
            reservation.Subjects.Length,
        ]);
        foreach (var subject in reservation.Subjects)
        {
            var periods = subject.Calendar.At(reservation.Second);
            arguments.AddRange([subject.Id, periods.Day, periods.Month, RedisFormat.LimitsOf(subject)]);
        }
    }

    private static string Text(SubjectExport subject)
    {
        var text = new StringBuilder();
        RedisFormat.Append(text, subject.Day, subject.InDay);
        RedisFormat.Append(text, subject.Month, subject.InMonth);
        foreach (var (second, amount) in subject.Minute)
        {
            RedisFormat.Append(text, second, amount);
        }

        return text.ToString();
    }

    private async ValueTask RunAsync(RedisScript script, RedisKey[] keys, RedisValue[] arguments)
    {
        arguments[0] = scripting.Epoch;
        await scripting.RunAsync(script, keys, arguments);
    }
}
